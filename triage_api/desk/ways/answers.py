"""What a device answered, and whether it is what was asked. py_webauthn checks it; this says why it was refused."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import parse_client_data_json
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    ClientDataType,
    RegistrationCredential,
)

from triage_api.base64url import b64u, from_b64u, holds
from triage_api.desk.ways.refusals import Because, PasskeyRefused
from triage_api.desk.ways.site import Site

CredentialId = Annotated[str, StringConstraints(min_length=1, max_length=1364), holds(at_least=1)]
_Data = Annotated[str, StringConstraints(max_length=8192), holds(at_least=1)]

FLAGS_AT, COUNT_AT, USER_VERIFIED = 32, 33, 0x04
"""Authenticator data (WebAuthn §6.1): the hash of the site's name, one byte of flags, four of the signature counter."""


class Made(BaseModel):
    """What `navigator.credentials.create` gave."""

    model_config = ConfigDict(extra="forbid")
    credential_id: CredentialId
    client_data: _Data
    attestation: _Data


class Signed(BaseModel):
    """What `navigator.credentials.get` gave."""

    model_config = ConfigDict(extra="forbid")
    credential_id: CredentialId
    client_data: _Data
    authenticator_data: _Data
    signature: _Data
    user_handle: Annotated[str, holds(16)]


@dataclass(frozen=True)
class Credential:
    """A passkey's public half, and how often its device says it has signed."""

    id: str
    public_key: bytes
    sign_count: int


def asked_for(client_data: str, kind: ClientDataType, site: Site) -> bytes:
    """The challenge that was answered, if it was on our page; `client_data` is what the browser says of that."""
    try:
        said = parse_client_data_json(from_b64u(client_data))
    except Exception:  # noqa: BLE001 (whatever a stranger's bytes make the library stumble over is a refusal)
        raise PasskeyRefused(Because.unreadable) from None
    if said.type != kind:
        raise PasskeyRefused(Because.not_asked)
    if said.origin != site.origin or said.cross_origin:
        raise PasskeyRefused(Because.wrong_origin)
    return said.challenge


def new_credential(made: Made, site: Site, challenge: bytes) -> Credential:
    """The passkey that was made, whose holder the device has checked."""
    raw_id = from_b64u(made.credential_id)
    credential = RegistrationCredential(
        made.credential_id,
        raw_id,
        AuthenticatorAttestationResponse(from_b64u(made.client_data), from_b64u(made.attestation)),
    )
    try:
        found = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as error:  # noqa: BLE001 (as above)
        unverified = "User verification is required" in str(error)
        raise PasskeyRefused(Because.not_verified if unverified else Because.forged) from None
    if found.credential_id != raw_id:
        raise PasskeyRefused(Because.forged)
    return Credential(b64u(raw_id), found.credential_public_key, found.sign_count)


def new_count(signed: Signed, site: Site, challenge: bytes, known: Credential) -> int:
    """How often the device has signed now: it holds the key, has checked its holder, and this is no earlier answer."""
    data = from_b64u(signed.authenticator_data)
    credential = AuthenticationCredential(
        signed.credential_id,
        from_b64u(signed.credential_id),
        AuthenticatorAssertionResponse(from_b64u(signed.client_data), data, from_b64u(signed.signature)),
    )
    try:
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 (as above)
        raise PasskeyRefused(_why(data, known)) from None
    return found.new_sign_count


def _why(data: bytes, known: Credential) -> Because:
    """Of an answer that was refused. What it says of itself may be untrue, and the refusal stands either way."""
    if len(data) < COUNT_AT + 4:
        return Because.unreadable
    if not data[FLAGS_AT] & USER_VERIFIED:
        return Because.not_verified
    count = int.from_bytes(data[COUNT_AT : COUNT_AT + 4], "big")
    return Because.old_count if known.sign_count and count <= known.sign_count else Because.forged
