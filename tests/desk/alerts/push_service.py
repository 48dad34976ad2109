"""A push service on this machine, with browsers subscribed at it: checks who signs, and opens what they may open."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid.jwt import decode

from triage_api.base64url import b64u


@dataclass
class Device:
    """A browser that has subscribed; `got` is what its service worker would be given."""

    service: str
    vapid: str
    id: str = field(default_factory=lambda: b64u(secrets.token_bytes(12)))
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    got: list[dict[str, Any]] = field(default_factory=list)
    answers: int = 201

    @property
    def subscription(self) -> dict[str, str]:
        public = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": f"{self.service}/push/{self.id}", "p256dh": b64u(public), "auth": b64u(self.auth)}


@dataclass
class PushService:
    """`heard` are the headers and lengths of all that came, which is what such a service learns."""

    url: str = ""
    devices: dict[str, Device] = field(default_factory=dict)
    heard: list[tuple[dict[str, str], int]] = field(default_factory=list)

    def subscribes(self, vapid: str) -> Device:
        one = Device(self.url, vapid)
        self.devices[one.id] = one
        return one

    def takes(self, path: str, headers: dict[str, str], body: bytes) -> int:
        self.heard.append((headers, len(body)))
        device = self.devices.get(path.removeprefix("/push/"))
        if device is None:
            return 410
        if device.answers != 201:
            return device.answers
        if not self._is_ours(device, headers.get("authorization", "")):
            return 403
        if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdigit():
            return 400
        try:
            opened = http_ece.decrypt(body, private_key=device.key, auth_secret=device.auth, version="aes128gcm")  # type: ignore[no-untyped-call]
        except (http_ece.ECEException, InvalidTag):
            return 400
        device.got.append(json.loads(opened))
        return 201

    def _is_ours(self, device: Device, authorization: str) -> bool:
        scheme, _, rest = authorization.partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        try:
            claims = decode(parts["t"], parts["k"])  # type: ignore[no-untyped-call]
        except (KeyError, InvalidSignature):
            return False
        return (
            scheme == "vapid"
            and parts["k"] == device.vapid
            and claims["aud"] == self.url
            and claims["sub"].startswith("mailto:")
            and claims["exp"] <= time.time() + 10 * 365 * 24 * 3600  # the tests' clock need not be the machine's
        )


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            status = service.takes(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
