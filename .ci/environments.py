"""Brings what Lykta runs on, from a bare `python3` (3.11 or newer) and a network: uv, both Python worlds, Node.

    python3 .ci/environments.py             the worlds that `make up` needs
    python3 .ci/environments.py --tests     also the test tools, a Chromium, a Redis and a PostgreSQL

Everything lands inside the checkout (.uv, .venv, .venv-bot), except a browser, a Redis and a PostgreSQL, which
are the system's (the browser may be Playwright's).
On trouble: one sentence on what to do, exit code 1. Only the standard library is used here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV_VERSION = "0.13.8"
UV = ROOT / ".uv" / "bin" / "uv"
# Compiled once: the parts write nothing, so each start would compile all it imports again, the bot's most of all.
SYNC = (UV, "sync", "--frozen", "--quiet", "--compile-bytecode")
OLDEST_NODE = (20, 19)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DEBIAN_PACKAGES = ("chromium", "fonts-thai-tlwg")
REDIS = "redis-server"
POSTGRESQL = "postgresql"


class Trouble(Exception):
    """One sentence for the operator."""


def run(*words: str | Path, **environment: str) -> bool:
    """Runs a command, its output shown only when it fails."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        sys.stderr.buffer.write(done.stdout[-4000:])
    return done.returncode == 0


def bring_uv() -> None:
    if (
        UV.exists()
        and UV_VERSION in subprocess.run([UV, "--version"], capture_output=True, text=True, check=False).stdout
    ):
        return
    print("Bringing uv", flush=True)
    shutil.rmtree(ROOT / ".uv", ignore_errors=True)
    if not run(sys.executable, "-m", "venv", ".uv"):
        raise Trouble("python3 cannot make virtual environments: install it (Debian: apt-get install python3-venv).")
    if not run(ROOT / ".uv" / "bin" / "python", "-m", "pip", "install", "--quiet", f"uv=={UV_VERSION}"):
        raise Trouble("uv could not be installed: check that this machine reaches the Python package index.")


def bring_service(*, tests: bool) -> None:
    """The current-Python world, on the interpreter that runs this file."""
    groups = ["--group", "dev" if tests else "service"]
    if not node_is_there():
        groups += ["--group", "node"]
    print("Bringing the service's packages", flush=True)
    if not run(*SYNC, "--python", sys.executable, *groups):
        raise Trouble("The service's packages could not be installed: see above, then run `make setup` again.")


def bring_bot() -> None:
    """The bot's world. Python 3.10 is taken from the system, from pyenv, or downloaded by uv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    python = next(iter(sorted(pyenv.glob("3.10.*/bin/python"), reverse=True)), "3.10")
    print("Bringing the bot's packages", flush=True)
    if not run(*SYNC, "--python", python, "--group", "bot", UV_PROJECT_ENVIRONMENT=".venv-bot"):
        raise Trouble(
            "The bot's packages could not be installed. If Python 3.10 is what is missing, install it "
            "(`uv python install 3.10`, pyenv, or your system's package) and run `make setup` again."
        )


def node_is_there() -> bool:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    return tuple(int(number) for number in said.split(".")[:2] if number.isdigit()) >= OLDEST_NODE


def bring_browser() -> None:
    """A Chromium for the journeys: the system's, Debian's package when we may install it, else Playwright's own."""
    if any(map(shutil.which, BROWSERS)):
        return
    print("Bringing Chromium", flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        run("apt-get", "update", "-qq")
        if run("apt-get", "install", "-y", "-qq", *DEBIAN_PACKAGES, DEBIAN_FRONTEND="noninteractive"):
            return
    if not run(ROOT / ".venv" / "bin" / "playwright", "install", "chromium"):
        raise Trouble("The journeys need Chromium: install it (Debian: apt-get install chromium) and try again.")


def bring_redis() -> None:
    """A Redis for the tests of what outlives a restart; each starts its own, on a free port."""
    if shutil.which(REDIS):
        return
    print("Bringing Redis", flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        run("apt-get", "update", "-qq")
        if run("apt-get", "install", "-y", "-qq", "--no-install-recommends", REDIS, DEBIAN_FRONTEND="noninteractive"):
            return
    raise Trouble("The tests need Redis: install it (Debian: apt-get install redis-server) and try again.")


def bring_postgresql() -> None:
    """PostgreSQL's programs for the tests, which start a server of their own; Debian keeps them off the PATH."""
    if shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return
    print("Bringing PostgreSQL", flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        run("apt-get", "update", "-qq")
        words = ("install", "-y", "-qq", "--no-install-recommends", POSTGRESQL)
        if run("apt-get", *words, DEBIAN_FRONTEND="noninteractive"):
            return
    raise Trouble("The tests need PostgreSQL 14 or newer: install it (Debian: apt-get install postgresql), try again.")


def main() -> None:
    tests = "--tests" in sys.argv[1:]
    if sys.version_info < (3, 11):
        raise Trouble(f"Lykta needs Python 3.11 or newer as python3; this one is {sys.version.split()[0]}.")
    bring_uv()
    bring_service(tests=tests)
    bring_bot()
    if tests:
        bring_browser()
        bring_redis()
        bring_postgresql()


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit(str(trouble))
