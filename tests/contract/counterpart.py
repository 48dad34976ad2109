"""The other end of the wire, for tests only: a counsellor's keys, opening envelopes, and the live chat in Python.

Nothing of the server imports this; the product's opening code is the browser's (triage_api/web/src/seal).
"""

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from actions.sealing.encoding import b64u, canonical, from_b64u, pad
from actions.sealing.envelope import SUITE, seal_for
from actions.sealing.roster import CONTEXT


@dataclass(frozen=True)
class Counsellor:
    """A counsellor's keys, whole, as only the browser holds them outside these tests. Seeds are 32 bytes."""

    id: str
    name: str
    sign_seed: bytes
    seal_seed: bytes

    @classmethod
    def new(cls, name: str) -> "Counsellor":
        return cls(b64u(os.urandom(16)), name, os.urandom(32), os.urandom(32))

    @property
    def sign_key(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.sign_seed).public_key().public_bytes_raw()

    @property
    def seal_key(self) -> bytes:
        mlkem, x25519 = self.expanded()
        return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()

    @property
    def proof(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.sign_seed).sign(b"lykta seal key v1\n" + self.seal_key)

    def open(self, info: bytes, sealed: bytes) -> bytes:
        return SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(*self.expanded()), info=info)

    def expanded(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        """The two keys behind the one seed, as draft-connolly-cfrg-xwing-kem §5.2 expands it."""
        expanded = hashlib.shake_256(self.seal_seed).digest(96)
        return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])


def seal_to_organisation(
    vault_key: bytes, counsellor_id: str, sign_seed: bytes, public: bytes, wrap_id: str | None = None
) -> dict[str, str]:
    """What a counsellor's page seals to the organisation's recovery key."""
    wrap_id, name = wrap_id or b64u(os.urandom(16)), b64u(hashlib.sha256(public).digest())
    bound = canonical({"v": 1, "counsellor": counsellor_id, "id": wrap_id, "recovery_key": name})
    sealed = seal_for(public, b"lykta organisation wrap v1 key\n" + bound, vault_key)
    text = b"lykta organisation wrap v1\n" + bound + b"\n" + sealed
    signature = Ed25519PrivateKey.from_private_bytes(sign_seed).sign(text)
    return {"id": wrap_id, "recovery_key": name, "sealed": b64u(sealed), "signature": b64u(signature)}


def stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def roster_fields(people: list[Counsellor], number: int = 1, **changed: Any) -> dict[str, Any]:
    """The payload of a valid roster of `people`, with `changed` fields laid over it."""
    now = datetime.now(UTC)
    valid = {"from": stamp(now - timedelta(hours=1)), "until": stamp(now + timedelta(days=3650))}
    fields = {
        "v": 1,
        "number": number,
        "organisation": "Example helpline",
        "demo": True,
        "issued": stamp(now - timedelta(minutes=1)),
        "expires": stamp(now + timedelta(days=3650)),
        "people": [
            {
                "id": person.id,
                "name": person.name,
                "role": "counsellor",
                "sign_key": b64u(person.sign_key),
                "seal_key": b64u(person.seal_key),
                "proof": b64u(person.proof),
                **valid,
            }
            for person in people
        ],
    }
    return {**fields, **changed}


def sign_roster(root: Ed25519PrivateKey, fields: dict[str, Any]) -> dict[str, Any]:
    payload = json.dumps(fields, ensure_ascii=False).encode()
    return {"v": 1, "payload": b64u(payload), "signature": b64u(root.sign(CONTEXT + payload))}


def open_envelope(envelope: dict[str, Any], counsellor: Counsellor, direction: str = "handoff") -> dict[str, Any]:
    header = canonical(
        {
            "v": 1,
            "case_id": envelope["case_id"],
            "direction": direction,
            "roster_number": envelope["roster_number"],
            "recipients": [recipient["id"] for recipient in envelope["recipients"]],
        }
    )
    wrapped = next(r["wrapped"] for r in envelope["recipients"] if r["id"] == counsellor.id)
    info = b"lykta envelope v1 key\n" + header + b"\n" + counsellor.id.encode()
    key = counsellor.open(info, from_b64u(wrapped))
    padded = AESGCM(key).decrypt(
        from_b64u(envelope["nonce"]), from_b64u(envelope["ciphertext"]), b"lykta envelope v1 content\n" + header
    )
    inside = cast(dict[str, Any], json.loads(unpad(padded)))
    if inside["case_id"] != envelope["case_id"]:
        raise ValueError("of another case")
    return inside


def unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:4], "big")
    body, filling = padded[4 : 4 + length], padded[4 + length :]
    if len(body) != length or any(filling):
        raise ValueError("padding does not hold")
    return body


@dataclass(frozen=True)
class Chat:
    """One epoch of a live chat, both directions, from its 32-byte secret."""

    secret: bytes
    case_id: str
    epoch: int

    def seal(self, direction: str, seq: int, body: dict[str, Any]) -> bytes:
        plaintext = pad(256, json.dumps(body, ensure_ascii=False).encode())
        return AESGCM(self._key(direction)).encrypt(self._nonce(seq), plaintext, self._bound(direction, seq))

    def open(self, direction: str, seq: int, sealed: bytes) -> dict[str, Any]:
        padded = AESGCM(self._key(direction)).decrypt(self._nonce(seq), sealed, self._bound(direction, seq))
        return cast(dict[str, Any], json.loads(unpad(padded)))

    def _key(self, direction: str) -> bytes:
        info = canonical({"case_id": self.case_id, "direction": direction, "epoch": self.epoch})
        return HKDF(SHA256(), 32, salt=None, info=b"lykta chat v1 key\n" + info).derive(self.secret)

    @staticmethod
    def _nonce(seq: int) -> bytes:
        return bytes(4) + seq.to_bytes(8, "big")

    def _bound(self, direction: str, seq: int) -> bytes:
        bound: dict[str, str | int | Sequence[str]] = {
            "case_id": self.case_id,
            "direction": direction,
            "epoch": self.epoch,
            "seq": seq,
        }
        return b"lykta chat v1 message\n" + canonical(bound)


@dataclass(frozen=True)
class Along:
    """The lines that follow when `to` reads along with `sender`, who has the case."""

    secret: bytes
    case_id: str
    epoch: int
    sender: str
    to: str
    roster_number: int

    def seal(self, seq: int, line: dict[str, Any]) -> bytes:
        plaintext = pad(256, json.dumps(line, ensure_ascii=False).encode())
        return AESGCM(self._key).encrypt(self._nonce(seq), plaintext, b"lykta along v1 line\n" + self._bound(seq=seq))

    def open(self, seq: int, sealed: bytes) -> dict[str, Any]:
        aad = b"lykta along v1 line\n" + self._bound(seq=seq)
        return cast(dict[str, Any], json.loads(unpad(AESGCM(self._key).decrypt(self._nonce(seq), sealed, aad))))

    @property
    def _key(self) -> bytes:
        info = b"lykta along v1 key\n" + self._bound()
        return HKDF(SHA256(), 32, salt=None, info=info).derive(self.secret)

    @staticmethod
    def _nonce(seq: int) -> bytes:
        return bytes(4) + seq.to_bytes(8, "big")

    def _bound(self, **more: int) -> bytes:
        bound: dict[str, str | int | Sequence[str]] = {
            "case_id": self.case_id,
            "epoch": self.epoch,
            "from": self.sender,
            "to": self.to,
            "roster_number": self.roster_number,
            **more,
        }
        return canonical(bound)


def secret_info(case_id: str, epoch: int, counsellor_id: str, roster_number: int) -> bytes:
    return b"lykta chat v1 secret\n" + canonical(
        {"v": 1, "case_id": case_id, "epoch": epoch, "counsellor": counsellor_id, "roster_number": roster_number}
    )


def seal_chat_secret(secret: bytes, counsellor: Counsellor, case_id: str, epoch: int, roster_number: int) -> bytes:
    return seal_for(counsellor.seal_key, secret_info(case_id, epoch, counsellor.id, roster_number), secret)


@dataclass(frozen=True)
class Mailbox:
    """A mailbox as its return code makes it: from the 90 bits (12 bytes) and the folded code word."""

    bits: bytes
    code_word: str = ""

    @property
    def token(self) -> bytes:
        return self._derived(b"lykta mailbox v1 token")

    @property
    def seed(self) -> bytes:
        return self._derived(b"lykta mailbox v1 seed")

    @property
    def id(self) -> str:
        return b64u(hashlib.sha256(self.token).digest())

    @property
    def places(self) -> list[int]:
        """Where the ten words stand in their list."""
        whole = int.from_bytes(self.bits, "big") << 10 | code_checksum(self.bits)
        return [whole >> 10 * (9 - at) & 1023 for at in range(10)]

    @property
    def _holder(self) -> Counsellor:
        return Counsellor("", "", bytes(32), self.seed)

    @property
    def key(self) -> bytes:
        return self._holder.seal_key

    def seal(self, letter: dict[str, Any], mailbox: str | None = None) -> bytes:
        plaintext = pad(4096, json.dumps(letter, ensure_ascii=False).encode())
        return seal_for(self.key, self._info(mailbox), plaintext)

    def open(self, sealed: bytes) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads(unpad(self._holder.open(self._info(None), sealed))))

    def _info(self, mailbox: str | None) -> bytes:
        return b"lykta mailbox v1 letter\n" + canonical({"v": 1, "mailbox": mailbox or self.id})

    def _derived(self, purpose: bytes) -> bytes:
        kdf = Argon2id(salt=b"lykta mailbox v1", length=32, iterations=2, lanes=1, memory_cost=19 * 1024)
        return HKDF(SHA256(), 32, salt=None, info=purpose).derive(kdf.derive(self.bits + self.code_word.encode()))


def code_checksum(bits: bytes) -> int:
    """The first 10 bits of SHA-256 over the label and the 90 bits."""
    return int.from_bytes(hashlib.sha256(b"lykta return code v1\n" + bits).digest()[:2], "big") >> 6


def fold(word: str) -> str:
    """One spelling for the same word: lower case, without Latin marks and Thai tone marks."""
    bare = re.sub("[\u0300-\u036f\u0e48-\u0e4b\u200b-\u200d]", "", unicodedata.normalize("NFKD", word).lower())
    return bare.replace("เเ", "แ")


def fold_code_word(typed: str) -> str:
    """The optional code word as it goes into the derivation: folded, letters and digits only."""
    return "".join(letter for letter in fold(typed) if unicodedata.category(letter)[0] in "LM" or letter.isdecimal())


def read_code(typed: str, lists: dict[str, list[str]]) -> bytes:
    """The bits of words that stand apart, all of one list; ValueError with what is wrong."""
    words = [
        fold(word)
        for word in re.findall(r"[^\W\d_\u0e00-\u0e7f]+|[\u0e00-\u0e7f]+", unicodedata.normalize("NFC", typed))
    ]
    for written in lists.values():
        places = {fold(word): at for at, word in enumerate(written)}
        if words and all(word in places for word in words):
            if len(words) != 10:
                raise ValueError("count")
            whole = sum(places[word] << 10 * (9 - at) for at, word in enumerate(words))
            bits = (whole >> 10).to_bytes(12, "big")
            if code_checksum(bits) != whole & 1023:
                raise ValueError("checksum")
            return bits
    raise ValueError("unknown" if words else "empty")


def seal_inside(
    inside: dict[str, Any], readers: list[Counsellor], roster_number: int, direction: str = "left"
) -> dict[str, Any]:
    """What a page seals: an envelope like a hand-off's, in its own direction."""
    ordered = sorted(readers, key=lambda reader: reader.id)
    header = canonical(
        {
            "v": 1,
            "case_id": inside["case_id"],
            "direction": direction,
            "roster_number": roster_number,
            "recipients": [reader.id for reader in ordered],
        }
    )
    key, nonce = os.urandom(32), os.urandom(12)
    info = b"lykta envelope v1 key\n" + header + b"\n"
    plaintext = pad(4096, json.dumps(inside, ensure_ascii=False).encode())
    return {
        "v": 1,
        "case_id": inside["case_id"],
        "roster_number": roster_number,
        "recipients": [
            {"id": reader.id, "wrapped": b64u(seal_for(reader.seal_key, info + reader.id.encode(), key))}
            for reader in ordered
        ],
        "nonce": b64u(nonce),
        "ciphertext": b64u(AESGCM(key).encrypt(nonce, plaintext, b"lykta envelope v1 content\n" + header)),
    }
