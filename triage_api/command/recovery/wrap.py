"""What a counsellor's page sealed to the organisation: her vault key, bound to her and signed by her identity key.

The format stands in config/envelope/v1.md, "To the organisation's recovery key".
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from actions.sealing.encoding import canonical
from triage_api.base64url import b64u, from_b64u
from triage_api.command.recovery.key import NotForThisKey, RecoveryKey
from triage_api.desk.ways.organisation import OrganisationWrap, name_of_key


class NotHers(Exception):
    """The identity key on the roster did not sign it: somebody has changed it, or it is somebody else's."""


class OfAnotherKey(Exception):
    """It was sealed to another recovery key."""


def open_wrap(wrap: OrganisationWrap, key: RecoveryKey, counsellor_id: str, sign_key: bytes) -> bytes:
    """Her vault key. `sign_key` is her identity key as a roster names it that the root key signed.

    Raises:
        OfAnotherKey, NotHers
    """
    if wrap.recovery_key != name_of_key(b64u(key.public)):
        raise OfAnotherKey
    bound, sealed = bound_of(wrap.id, wrap.recovery_key, counsellor_id), from_b64u(wrap.sealed)
    try:
        Ed25519PublicKey.from_public_bytes(sign_key).verify(
            from_b64u(wrap.signature), b"lykta organisation wrap v1\n" + bound + b"\n" + sealed
        )
        return key.open(b"lykta organisation wrap v1 key\n" + bound, sealed)
    except (InvalidSignature, NotForThisKey, ValueError):
        raise NotHers from None


def bound_of(wrap_id: str, recovery_key: str, counsellor_id: str) -> bytes:
    return canonical({"v": 1, "counsellor": counsellor_id, "id": wrap_id, "recovery_key": recovery_key})
