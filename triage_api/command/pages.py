"""Builds the pages when something they are made of has changed: sources, phrases, or the root key built into them."""

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from triage_api.command.node import Npm, find_npm
from triage_api.command.trouble import BuildFailed
from triage_api.settings import ROOT, Settings

WEB = ROOT / "triage_api" / "web"


def build_pages(settings: Settings) -> bool:
    """Runs `npm ci` and the build if the last one was made of something else. Says whether it built.

    Raises:
        BuildFailed: Node is missing, or a step failed.
    """
    made_of = _fingerprint(settings)
    mark = settings.pages / ".made-of"
    if mark.exists() and mark.read_text("ascii") == made_of:
        return False
    npm = find_npm()
    environment = {
        **npm.environment(),
        "LYKTA_ROOT_PUBLIC_KEY": settings.root_public_key_file.read_text("ascii").strip(),
        "LYKTA_PAGES": str(settings.pages),
    }
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    installed = WEB / "node_modules" / ".lykta-lock"
    if not installed.exists() or installed.read_text("ascii") != lock:
        _run(npm, environment, "ci", "--no-audit", "--no-fund")
        installed.write_text(lock, "ascii")
    _run(npm, environment, "run", "build")
    mark.write_text(made_of, "ascii")
    return True


def _run(npm: Npm, environment: dict[str, str], *words: str) -> None:
    done = subprocess.run([*npm.words, *words], cwd=WEB, env=environment, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise BuildFailed(f"npm {' '.join(words)}")


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
