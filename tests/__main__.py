"""`make test`: everything, in the order of how fast it fails. Prints each step's time; the first failure ends it.

`python -m tests STEP…` runs only these steps. The step `understanding` holds what the bot understands of the
development sets against tests/floors.yml; they lie beside the project, and only in CI is it a failure if they do not.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from triage_api.command.node import find_npm

ROOT = Path(__file__).parent.parent
WEB = ROOT / "triage_api" / "web"
PYTHON = sys.executable
SETS = sorted(str(file) for file in (ROOT.parent / "shared" / "eval").glob("dev-*.jsonl"))
BOT_PYTHON = str(ROOT / ".venv-bot" / "bin" / "python")

STEPS: dict[str, list[tuple[Path, list[str]]]] = {
    "lint": [
        (ROOT, [PYTHON, "-m", "ruff", "check", "."]),
        (ROOT, [PYTHON, "-m", "ruff", "format", "--check", "."]),
        (ROOT, [PYTHON, "-m", "mypy"]),
        (ROOT, [PYTHON, "-m", "mypy", "--config-file", ".ci/mypy-bot.ini", "--python-executable", BOT_PYTHON]),
        (ROOT, [str(Path(PYTHON).parent / "lint-imports")]),
    ],
    "pages": [
        (WEB, ["npm", "ci", "--no-audit", "--no-fund"]),
        (WEB, ["npm", "run", "check"]),
        (WEB, ["npm", "test"]),
    ],
    "service": [(ROOT, [PYTHON, "-m", "pytest", "--ignore=tests/bot", "--ignore=tests/journeys"])],
    "bot": [(ROOT, [BOT_PYTHON, "-m", "pytest", "tests/bot"])],
    "understanding": [
        (ROOT, [str(Path(PYTHON).parent / "lykta"), "eval", "--floors", "tests/floors.yml", *SETS]),
    ],
    "journeys": [(ROOT, [PYTHON, "-m", "pytest", "tests/journeys"])],
}


def main() -> int:
    """Runs the steps; exit code 1 at the first failure, 2 for an unknown step."""
    names = sys.argv[1:] or list(STEPS)
    if unknown := set(names) - set(STEPS):
        print(f"No such step: {', '.join(sorted(unknown))}. There are: {', '.join(STEPS)}.")
        return 2
    if "understanding" in names and not SETS and not os.environ.get("CI"):
        print("The step understanding is left out: there are no development sets in ../shared/eval.")
        names.remove("understanding")
    npm = find_npm()
    environment = {
        **npm.environment(),
        "RASA_TELEMETRY_ENABLED": "false",
    }
    took = []
    for name in names:
        begun = time.monotonic()
        for folder, command in STEPS[name]:
            print(f"== {name}: {' '.join(Path(word).name for word in command[:4])}", flush=True)
            if subprocess.run(
                [*npm.words, *command[1:]] if command[0] == "npm" else command, cwd=folder, env=environment, check=False
            ).returncode:
                print(f"{name} failed.")
                return 1
        took.append(f"{name} {time.monotonic() - begun:.0f} s")
    print("Took: " + ", ".join(took))
    return 0


if __name__ == "__main__":
    sys.exit(main())
