"""Web Push: RFC 8030 over our client, sealed for the browser (RFC 8291), signed with our key (VAPID, RFC 8292).

The push service learns that this server sends something to that browser, and when. Every message has the same length
and the same headers, whether it is urgent, quiet or a trial.
"""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid02
from pydantic import BaseModel, ConfigDict, ValidationError

from triage_api.base64url import b64u, from_b64u
from triage_api.clock import Clock, seconds
from triage_api.desk.alerts.sending import Gone, Refused, TryAgain

PADDED_BYTES = 256
LIVES_SECONDS = 15 * 60
"""After that a push service drops what it could not deliver: an old alert wakes somebody for nobody."""
SECONDS = 20.0
SIGNED_FOR = timedelta(hours=12)
GONE, TOO_MANY, TOO_LARGE, SERVER_ERROR = (404, 410), 429, 413, 500


class Subscription(BaseModel):
    """As the browser's `PushSubscription.toJSON()` has it; the keys in base64url."""

    model_config = ConfigDict(extra="forbid")
    endpoint: str
    p256dh: str
    auth: str

    def usable(self, services: tuple[str, ...]) -> bool:
        """Whether it leads to one of the push services that may be called, and its keys are keys.

        Threat: a counsellor's page names the address, so anything else would let it have this server call what it
        likes, inside the network it stands in too.
        """
        try:
            EllipticCurvePublicKey.from_encoded_point(SECP256R1(), from_b64u(self.p256dh))
            return len(from_b64u(self.auth)) == 16 and is_service(self.endpoint, services)
        except ValueError:
            return False


def is_service(endpoint: str, services: tuple[str, ...]) -> bool:
    """`https://push.example.org` allows that origin, `https://*.push.example.org` every name below it."""
    found = urlsplit(endpoint)
    if found.username or found.password or not found.hostname:
        return False
    for service in services:
        allowed = urlsplit(service)
        if (found.scheme, found.port) != (allowed.scheme, allowed.port):
            continue
        host = allowed.hostname or ""
        if found.hostname == host or (host.startswith("*.") and found.hostname.endswith(host[1:])):
            return True
    return False


def open_push_key(file: Path) -> EllipticCurvePrivateKey:
    """The key that signs for this server, made at the first start (mode 0600). Subscriptions hold only for this key.

    Raises:
        ValueError: the file is no such key, or others can read it.
    """
    if not file.exists():
        new = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(new)
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise ValueError("others can read it")
    key = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError("no key for push")  # noqa: TRY004 (the operator's file, not a caller's type)
    return key


class PushSender:
    """`contact` is a `mailto:` by which a push service can reach the operator; they ask for one."""

    def __init__(self, key: EllipticCurvePrivateKey, contact: str, services: tuple[str, ...], now: Clock) -> None:
        self._vapid = Vapid02(key)  # type: ignore[no-untyped-call]
        self._contact, self._services, self._now = contact, services, now
        self.public_key = b64u(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def takes(self, subscription: Subscription) -> bool:
        return subscription.usable(self._services)

    async def send(self, where: str, text: str, *, quiet: bool) -> None:
        """To the browser of this subscription, in JSON. Raises TryAgain, Refused or Gone."""
        try:
            subscription = Subscription.model_validate_json(where)
        except ValidationError:
            raise Refused from None
        if not self.takes(subscription):
            raise Refused
        try:
            async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS) as client:
                answer = await client.post(
                    subscription.endpoint,
                    content=_sealed(subscription, {"say": text, "quiet": quiet}),
                    headers=self._headers(subscription.endpoint),
                )
        except httpx.HTTPError:
            raise TryAgain from None
        _take(answer)

    def _headers(self, endpoint: str) -> dict[str, str]:
        found = urlsplit(endpoint)
        port = f":{found.port}" if found.port else ""
        claims = {
            "sub": self._contact,
            "aud": f"{found.scheme}://{found.hostname}{port}",
            "exp": seconds(self._now() + SIGNED_FOR),
        }
        return {
            **self._vapid.sign(claims),  # type: ignore[no-untyped-call]
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(LIVES_SECONDS),
            "Urgency": "high",  # always: anything else would tell the push service how urgent it is
            "Topic": "waits",  # a newer one takes the place of what was not delivered yet
        }


def _sealed(subscription: Subscription, said: dict[str, object]) -> bytes:
    body = json.dumps(said).encode().ljust(PADDED_BYTES)
    sealed: bytes = http_ece.encrypt(  # type: ignore[no-untyped-call]
        body,
        private_key=generate_private_key(SECP256R1()),
        dh=from_b64u(subscription.p256dh),
        auth_secret=from_b64u(subscription.auth),
        version="aes128gcm",
    )
    return sealed


def _take(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    if answer.status_code in GONE:
        raise Gone
    if answer.status_code == TOO_MANY or answer.status_code >= SERVER_ERROR:
        wish = answer.headers.get("retry-after", "")
        raise TryAgain(float(wish) if wish.isdigit() else 0.0)
    raise Refused
