"""A counsellor's browser, as the desk sees it, so that tests read as stories: `maja.accepts(…)`, `maja.signs_in()`."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pyotp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.queue.world import HandClock, Server, counsellor_id
from triage_api.base64url import b64u, from_b64u
from triage_api.clock import seconds, written
from triage_api.desk.invite import Role, create_invitation


def new_wrap(kind: str) -> dict[str, str]:
    """Looks like the vault key wrapped for one way in: random bytes, as ciphertext does."""
    return {
        "id": b64u(secrets.token_bytes(16)),
        "kind": kind,
        "nonce": b64u(secrets.token_bytes(12)),
        "ciphertext": b64u(secrets.token_bytes(48)),
    }


def new_recovery() -> dict[str, Any]:
    """A recovery code as the server comes to know it."""
    return {"auth_key": b64u(secrets.token_bytes(32)), "wrap": new_wrap("recovery")}


@dataclass
class Counsellor:
    server: Server
    clock: HandClock
    sign_in_name: str = "maja"
    name: str = "Maja Exempel"
    role: Role = "counsellor"
    id: str = field(default_factory=counsellor_id)
    auth_key: str = field(default_factory=lambda: b64u(secrets.token_bytes(32)))
    sign_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    seal_key: str = field(default_factory=lambda: b64u(secrets.token_bytes(1216)))
    wrapped_keys: dict[str, str] = field(
        default_factory=lambda: {"nonce": b64u(secrets.token_bytes(12)), "ciphertext": b64u(secrets.token_bytes(140))}
    )
    wrap: dict[str, str] = field(default_factory=lambda: new_wrap("passphrase"))
    recovery: dict[str, Any] = field(default_factory=new_recovery)
    totp: pyotp.TOTP | None = None
    token: str = ""

    def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        options = {} if body is None else {"json": body}
        return self.server.send(method, f"/desk/api/{path}", self.token or None, **options)

    def is_here(self, in_use: bool = False) -> None:
        """Her page answers its stream."""
        assert self.call("POST", "here", {"in_use": in_use}).status_code == 204

    def account(self, code: str) -> dict[str, Any]:
        """The body of `invitations/accept`."""
        proof = self.sign_key.sign(b"lykta seal key v1\n" + from_b64u(self.seal_key))
        return {
            "code": code,
            "counsellor_id": self.id,
            "sign_in_name": self.sign_in_name,
            "name": self.name,
            "kdf": {"salt": b64u(secrets.token_bytes(16)), "memory_kib": 65536, "passes": 3, "lanes": 4},
            "auth_key": self.auth_key,
            "sign_key": b64u(self.sign_key.public_key().public_bytes_raw()),
            "seal_key": self.seal_key,
            "proof": b64u(proof),
            "wrapped_keys": self.wrapped_keys,
            "wrap": self.wrap,
            "recovery": self.recovery,
        }

    def is_invited(self) -> str:
        return create_invitation(self.server.app.state.desk.accounts, self.role, self.clock)

    def accepts(self, code: str) -> httpx.Response:
        answer = self.call("POST", "invitations/accept", self.account(code))
        if answer.status_code == 201:
            self.totp = pyotp.parse_uri(answer.json()["totp_uri"])  # type: ignore[assignment]
        return answer

    def code_now(self) -> str:
        assert self.totp is not None
        return self.totp.at(self.clock())

    def confirms(self, code: str) -> httpx.Response:
        return self.call("POST", "invitations/confirm", {"code": code, "totp": self.code_now()})

    def joins(self) -> "Counsellor":
        """From invitation to an active account; a code works once, so time goes on by a step."""
        code = self.is_invited()
        assert self.accepts(code).status_code == 201
        assert self.confirms(code).status_code == 204
        self.clock.moves(seconds=30)
        return self

    def tries_to_sign_in(self, **changed: Any) -> httpx.Response:
        body = {"sign_in_name": self.sign_in_name, "auth_key": self.auth_key, "totp": self.code_now()} | changed
        return self.call("POST", "sign-in", body)

    def signs_in(self) -> "Counsellor":
        answer = self.tries_to_sign_in()
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["token"]
        self.clock.moves(seconds=30)
        return self


def sign_roster(server: Server, clock: HandClock, *people: Counsellor, number: int = 1, **changed: Any) -> None:
    """Puts these people on the roster, for a week."""
    now = seconds(clock())
    payload = {
        "v": 1,
        "number": number,
        "organisation": "Exempelstödet",
        "demo": False,
        "issued": written(now),
        "expires": written(now + int(timedelta(days=7).total_seconds())),
        "people": [
            {
                "id": one.id,
                "name": one.name,
                "role": "counsellor",
                "seal_key": one.seal_key,
                "from": written(now),
                "until": written(now + int(timedelta(days=7).total_seconds())),
            }
            for one in people
        ],
    } | changed
    signed = {"v": 1, "payload": b64u(json.dumps(payload).encode()), "signature": b64u(bytes(64))}
    server.settings.roster_file.write_text(json.dumps(signed))
