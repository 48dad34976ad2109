"""What the server key is for: sealing TOTP secrets at rest, and false parameters for names that do not exist."""

import hashlib
import hmac
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class ServerKey:
    """Subkeys of the file's content, one for each purpose. Whoever has only the database learns no TOTP secret."""

    def __init__(self, content: bytes) -> None:
        def subkey(purpose: bytes) -> bytes:
            return HKDF(SHA256(), 32, salt=None, info=b"lykta server " + purpose).derive(content)

        self._totp = AESGCM(subkey(b"totp"))
        self._false = subkey(b"false kdf")

    def __repr__(self) -> str:
        return "ServerKey(…)"

    def seal_totp(self, counsellor_id: str, secret: str) -> bytes:
        """nonce ‖ ciphertext, bound to the account: a row copied to another account does not open."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._totp.encrypt(nonce, secret.encode(), counsellor_id.encode())

    def open_totp(self, counsellor_id: str, sealed: bytes) -> str:
        return self._totp.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], counsellor_id.encode()).decode()

    def false_salt(self, sign_in_name: str) -> bytes:
        """16 bytes that are always the same for the same name, and look like any account's salt."""
        return hmac.digest(self._false, sign_in_name.encode(), hashlib.sha256)[:16]


def read_server_key(file: Path) -> ServerKey:
    return ServerKey(file.read_bytes().strip())
