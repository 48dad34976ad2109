"""What an identity key signs to choose and to ask for a sealing key (config/envelope/v1.md, Roster)."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from triage_api.base64url import from_b64u


def proves(sign_key: str, seal_key: str, proof: str) -> bool:
    """Whether whoever holds the identity key chose this sealing key. All are b64u, and may be anything else."""
    return _holds(sign_key, proof, b"lykta seal key v1\n" + raw(seal_key))


def asks(sign_key: str, counsellor_id: str, made: str, seal_key: str, request: str) -> bool:
    """Whether it also asks for the key to take the place of the one on the roster, in this person's name, at `made`."""
    return _holds(sign_key, request, request_of(counsellor_id, made, seal_key))


def request_of(counsellor_id: str, made: str, seal_key: str) -> bytes:
    return f"lykta next key v1\n{counsellor_id}\n{made}\n".encode() + raw(seal_key)


def raw(written: str) -> bytes:
    """Empty for what is no base64url: nothing holds of it."""
    try:
        return from_b64u(written)
    except ValueError:
        return b""


def _holds(sign_key: str, signature: str, text: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(raw(sign_key)).verify(raw(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True
