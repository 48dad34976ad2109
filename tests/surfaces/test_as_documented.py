"""Both surfaces do what their OpenAPI says, whoever asks: no 5xx, no status and no content that is not in it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.queue.world import Server
from triage_api.bearer import new_token

EXAMPLES = "3"
CONFIG = Path(__file__).with_name("schemathesis.toml")
EVERYTHING = "examples,coverage,fuzzing,stateful"
"""The borders of each field, and what must not be sent, come with `coverage`: a thousand requests."""
AT_RANDOM = "fuzzing"
LEAVE_OUT, ONLY = "--exclude-path", "--include-path-regex"
NO_MAILBOX = ("--exclude-path-regex", "^/api/mailbox/")


def examined(folder: Path, address: str, token: str, phases: str, *more: str) -> None:
    """Asks as `address` says one may, and as it says one may not; every check there is looks at what is answered."""
    words = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run", address]
    words += ["--checks", "all", "--phases", phases, "--max-examples", EXAMPLES, "--generation-deterministic"]
    words += ["--continue-on-failure", "--suppress-health-check", "all", "--no-color"]
    words += ["--header", f"Authorization: Bearer {token}"] if token else []
    done = subprocess.run([*words, *more], cwd=folder, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("who", "phases"),
    [
        ("nobody", AT_RANDOM),
        ("counsellor", AT_RANDOM),
        ("supervisor", EVERYTHING),  # may do all that any of the others may
        ("administrator", AT_RANDOM),
        ("analyst", AT_RANDOM),
    ],
)
def test_the_desk_answers_as_it_says(
    who: str, phases: str, server: Server, tokens: dict[str, str], tmp_path: Path
) -> None:
    """A stream never ends, and signing out would end the rest: both are walked in tests/desk/test_permissions.py."""
    left_out = () if who == "nobody" else (LEAVE_OUT, "/events", LEAVE_OUT, "/sign-out")
    examined(tmp_path, f"{server.url}/desk/api/openapi.json", tokens[who], phases, *left_out)


def test_strangers_are_answered_as_it_says(server: Server, tmp_path: Path) -> None:
    examined(tmp_path, f"{server.url}/api/openapi.json", "", EVERYTHING, *NO_MAILBOX)


def test_a_person_is_answered_as_it_says(server: Server, case_token: str, tmp_path: Path) -> None:
    """A stream never ends, and ending the case would end the rest: both are in tests/queue/test_person.py."""
    left_out = (LEAVE_OUT, "/api/case/events", LEAVE_OUT, "/api/case/end", *NO_MAILBOX)
    examined(tmp_path, f"{server.url}/api/openapi.json", case_token, EVERYTHING, *left_out)


def test_a_mailbox_answers_as_it_says(server: Server, tmp_path: Path) -> None:
    """Two checks want 401 for no token and for a wrong one. Here any token is somebody's mailbox, and none at all is a
    malformed one (docs/wire.md §8): to sign in to a mailbox would be to tell that it is there."""
    no_401 = ("--exclude-checks", "missing_required_header,ignored_auth")
    examined(tmp_path, f"{server.url}/api/openapi.json", new_token(), EVERYTHING, ONLY, "^/api/mailbox/", *no_401)
