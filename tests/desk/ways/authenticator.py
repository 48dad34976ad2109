"""A device that keeps passkeys, as WebAuthn §6 has it: its signatures are real, and every part can be bent."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from triage_api.base64url import b64u, from_b64u

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """Holds one passkey. It counts its signatures, unless `counts` is false, as passkeys that are synced do not."""

    origin: str
    rp_id: str = "localhost"
    counts: bool = True
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    user: str = ""
    count: int = 0

    def makes(self, options: dict[str, Any], flags: int = PRESENT | VERIFIED, **said: Any) -> dict[str, Any]:
        """The answer to `navigator.credentials.create`."""
        self.user = options["user_id"]
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(flags | HAS_KEY) + credential}
        return {
            "credential_id": b64u(self.id),
            "client_data": b64u(self._client_data("webauthn.create", options["challenge"], said)),
            "attestation": b64u(cbor2.dumps(attestation)),
        }

    def signs(self, options: dict[str, Any], flags: int = PRESENT | VERIFIED, **said: Any) -> dict[str, Any]:
        """The answer to `navigator.credentials.get`."""
        self.count += self.counts
        data, client_data = self._data(flags), self._client_data("webauthn.get", options["challenge"], said)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ECDSA(SHA256()))
        return {
            "credential_id": b64u(self.id),
            "client_data": b64u(client_data),
            "authenticator_data": b64u(data),
            "signature": b64u(signature),
            "user_handle": self.user,
        }

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str, said: dict[str, Any]) -> bytes:
        known = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(known | said).encode()


def bent(value: str) -> str:
    """The same bytes, but for one bit of the last."""
    raw = bytearray(from_b64u(value))
    raw[-1] ^= 1
    return b64u(bytes(raw))
