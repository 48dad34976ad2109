"""The organisation's root key, which signs the roster. Outside the demo it never lies on a machine that serves.

For production: make the key on a machine without a network (`lykta roster init --root FILE`), carry `root.pub` to the
server, and carry each signed roster there. In the demo the root lies in `var`, and every page of the desk says so.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from triage_api.base64url import b64u
from triage_api.command.trouble import Trouble
from triage_api.settings import Settings


class NoRootKey(Trouble):
    def __init__(self, file: Path) -> None:
        super().__init__(f"There is no root key in {file}: make one with `lykta roster init --root {file}`.")


def demo_root_file(settings: Settings) -> Path:
    return settings.var / "demo-root.key"


def make_demo_root(settings: Settings) -> None:
    """Makes the demo's root key, unencrypted beside the public one: a convenience no real installation may have."""
    make_root(demo_root_file(settings), settings.root_public_key_file, passphrase=None)


def make_root(private_file: Path, public_file: Path, passphrase: str | None) -> None:
    """Writes a new root key pair: PKCS#8 PEM (encrypted when there is a passphrase) and the public key as base64url."""
    key = Ed25519PrivateKey.generate()
    protection = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)
    descriptor = os.open(private_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(pem)
    public_file.write_text(b64u(key.public_key().public_bytes_raw()) + "\n", "ascii")


def load_root(private_file: Path, passphrase: str | None) -> Ed25519PrivateKey:
    """The root key.

    Raises:
        Trouble: there is none, it is not an Ed25519 key, or the passphrase is wrong.
    """
    try:
        key = load_pem_private_key(private_file.read_bytes(), passphrase.encode() if passphrase else None)
    except FileNotFoundError:
        raise NoRootKey(private_file) from None
    except (ValueError, TypeError):
        raise Trouble(f"The root key in {private_file} did not open: check the passphrase.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Trouble(f"The key in {private_file} is not an Ed25519 key: make one with `lykta roster init`.")
    return key
