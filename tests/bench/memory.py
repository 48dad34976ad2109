"""Memory of the whole stack after a hundred conversations: proportional set size, so shared pages count once."""

from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.bench.replies import MESSAGES, Row
from tests.journeys.stack import Stack

CONVERSATIONS = 100


def measure(stack: Stack) -> Iterator[Row]:
    """One row a process, and their sum; the phone simulator is no part of Lykta."""
    with httpx.Client(trust_env=False, timeout=20) as client:
        for _ in range(CONVERSATIONS):
            token = client.post(f"{stack.url}/api/chat", json={"language": "sv"}).json()["token"]
            for n, text in enumerate(MESSAGES.values(), 1):
                headers = {"Authorization": f"Bearer {token}"}
                client.post(f"{stack.url}/api/chat/messages", json={"n": n, "text": text}, headers=headers)
    total = 0.0
    lykta = {name: pid for name, pid in stack.family.pids().items() if name != stack.phone.name}
    for name, pid in lykta.items():
        megabytes = sum(map(pss_megabytes, [pid, *children_of(pid)]))
        total += megabytes
        yield f"memory of {name}", f"{megabytes:.0f} MB", ""
    yield "memory of the whole stack", f"{total:.0f} MB", "≤ 700 MB"


def pss_megabytes(pid: int) -> float:
    """Proportional set size; of a process whose memory map we may not read, its resident set, which is no smaller."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except PermissionError:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    for line in lines:
        if line.startswith(("Pss:", "VmRSS:")):
            return int(line.split()[1]) / 1024
    return 0.0


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
