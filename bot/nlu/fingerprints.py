"""What a trained component stands on besides its own class: Rasa's fingerprint covers the class's source only.

Without this a changed lexicon, message or function would leave yesterday's model in the cache.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

from bot.nlu.messages import hash_of_messages

HERE = Path(__file__).resolve().parent
CONFIG = HERE.parent.parent / "config"


def fingerprint(
    modules: tuple[str, ...], libraries: tuple[str, ...], messages: Path | None, lexicons: tuple[str, ...]
) -> str:
    """SHA-256 over the sources of our `modules` (names in this folder), the versions of `libraries`, and, where asked
    for, the training messages and the `lexicons` (folders in config)."""
    digest = hashlib.sha256()
    for name in sorted(modules):
        digest.update(f"{name}\n".encode() + (HERE / f"{name}.py").read_bytes())
    for name in sorted(libraries):
        digest.update(f"{name} {version(name)}\n".encode())
    if messages is not None:
        digest.update(hash_of_messages(messages).encode())
    for name in lexicons:
        for file in sorted((CONFIG / name).glob("*.yml")):
            digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()
