"""The recovery key pair, of the same kind as a counsellor's sealing key: ML-KEM-768 and X25519 together."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from actions.sealing.envelope import SUITE
from actions.sealing.roster import PUBLIC_KEY_BYTES
from triage_api.base64url import b64u, from_b64u
from triage_api.command.roster.next_roster import spoken
from triage_api.command.sealed_file import DidNotOpen, refuse_short, seal, unseal, write_new
from triage_api.command.trouble import Trouble

LABEL = b"lykta recovery key v1\n"
MLKEM_BYTES, X25519_BYTES = 64, 32


class NotForThisKey(Exception):
    """Sealed to another key, bound to something else, or altered: all mean the same to us."""


@dataclass(frozen=True, repr=False)
class RecoveryKey:
    """The private half, in memory for as long as it takes to open something."""

    mlkem: MLKEM768PrivateKey
    x25519: X25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.mlkem.public_key().public_bytes_raw() + self.x25519.public_key().public_bytes_raw()

    def open(self, info: bytes, sealed: bytes) -> bytes:
        """Raises NotForThisKey."""
        try:
            return SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(self.mlkem, self.x25519), info=info)
        except (InvalidTag, ValueError):
            raise NotForThisKey from None


def new_key() -> RecoveryKey:
    return RecoveryKey(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())


def make_key(private_file: Path, public_file: Path, passphrase: str) -> RecoveryKey:
    """Writes a new pair: the private half sealed by the passphrase (mode 0600), the public one as base64url.

    Raises:
        Trouble: either file is there already, or the passphrase is too short.
    """
    refuse_short(passphrase)
    for file in (private_file, public_file):
        if file.exists():
            raise Trouble(f"{file} is there already: name a file that is not.")
    key = new_key()
    raw = key.mlkem.private_bytes_raw() + key.x25519.private_bytes_raw()
    write_new(private_file, seal(LABEL, passphrase, raw))
    public_file.write_text(b64u(key.public) + "\n", "ascii")
    return key


def load_key(private_file: Path, passphrase: str) -> RecoveryKey:
    """Raises Trouble when there is none, or it does not open."""
    try:
        written = private_file.read_bytes()
    except OSError:
        raise Trouble(
            f"There is no recovery key in {private_file}: name the file that `lykta recovery init` wrote."
        ) from None
    if not written.startswith(LABEL):
        raise Trouble(f"{private_file} is no recovery key: name the file that `lykta recovery init` wrote.")
    try:
        raw = unseal(LABEL, passphrase, written)
    except DidNotOpen:
        raise Trouble(f"The recovery key in {private_file} did not open: check the passphrase.") from None
    return RecoveryKey(
        MLKEM768PrivateKey.from_seed_bytes(raw[:MLKEM_BYTES]), X25519PrivateKey.from_private_bytes(raw[MLKEM_BYTES:])
    )


def read_public(public_file: Path) -> str:
    """The public half as it stands on a roster; Trouble when the file holds none."""
    try:
        written = public_file.read_text("ascii").strip()
        if len(from_b64u(written)) == PUBLIC_KEY_BYTES:
            return written
    except (OSError, ValueError):
        pass
    raise Trouble(f"{public_file} holds no public recovery key: name the file that `lykta recovery init` wrote.")


def fingerprint(public: str) -> str:
    """What is read aloud, as for a counsellor's keys; the desk shows the same numbers to every counsellor."""
    return spoken(hashlib.sha256(LABEL + from_b64u(public)).digest())
