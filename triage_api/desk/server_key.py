"""What the server key is for: sealing TOTP secrets and counsellors' own addresses at rest, false parameters for names
that do not exist, and marks that stand for cases where no case may be named."""

import hashlib
import hmac
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from triage_api.base64url import b64u

NONCE_BYTES = 12


class ServerKey:
    """Subkeys of the file's content, one for each purpose. Whoever has only the database learns no TOTP secret,
    no duty phone, and not which case an alert is about."""

    def __init__(self, content: bytes) -> None:
        def subkey(purpose: bytes) -> bytes:
            return HKDF(SHA256(), 32, salt=None, info=b"lykta server " + purpose).derive(content)

        self._totp = AESGCM(subkey(b"totp"))
        self._channel = AESGCM(subkey(b"alert channel"))
        self._mark = subkey(b"alert mark")
        self._false = subkey(b"false kdf")

    def __repr__(self) -> str:
        return "ServerKey(…)"

    def seal_totp(self, counsellor_id: str, secret: str) -> bytes:
        """nonce ‖ ciphertext, bound to the account: a row copied to another account does not open."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._totp.encrypt(nonce, secret.encode(), counsellor_id.encode())

    def open_totp(self, counsellor_id: str, sealed: bytes) -> str:
        return self._totp.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], counsellor_id.encode()).decode()

    def seal_channel(self, channel_id: str, where: str) -> bytes:
        """Where alerts go: nonce ‖ ciphertext, bound to the channel."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._channel.encrypt(nonce, where.encode(), channel_id.encode())

    def open_channel(self, channel_id: str, sealed: bytes) -> str:
        return self._channel.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], channel_id.encode()).decode()

    def mark_of(self, case_id: str) -> str:
        """22 characters, always the same for a case while its alert lives; without the key they lead nowhere."""
        return b64u(hmac.digest(self._mark, case_id.encode(), hashlib.sha256)[:16])

    def false_salt(self, sign_in_name: str) -> bytes:
        """16 bytes that are always the same for the same name, and look like any account's salt."""
        return hmac.digest(self._false, sign_in_name.encode(), hashlib.sha256)[:16]


def read_server_key(file: Path) -> ServerKey:
    return ServerKey(file.read_bytes().strip())
