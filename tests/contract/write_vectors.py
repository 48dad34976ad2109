"""Writes config/envelope/vectors/*.json: `python -m tests.contract.write_vectors`.

Run it only when the format changes: the files that stand are the contract, and both languages must go on reading them.
The keys and words in them are invented, and made for these files alone.
"""

import copy
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from actions.sealing.encoding import b64u, from_b64u
from actions.sealing.envelope import seal_transcript
from actions.sealing.roster import Person, verify_roster
from tests.contract.counterpart import Chat, Counsellor, roster_fields, seal_chat_secret, sign_roster, stamp

FOLDER = Path(__file__).parents[2] / "config" / "envelope" / "vectors"

WORDS = {
    "sv": "han har låst dörren och tagit min telefon, åäö",
    "en": "i still owe for the trip and he keeps my passport",
    "th": "เขาเก็บพาสปอร์ตไว้ ฉันออกไปไหนไม่ได้",
    "ro": "mi-a luat actele și nu mă lasă să ies, țin telefonul ascuns",
}


def write(kind: str, name: str, expect: str, why: str, given: dict[str, Any], output: Any = None) -> None:
    vector = {"kind": kind, "name": name, "expect": expect, "why": why, "input": given, "output": output}
    path = FOLDER / f"{kind}-{name}.json"
    path.write_text(json.dumps(vector, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def transcript(case_id: str, language: str) -> dict[str, Any]:
    return {
        "v": 1,
        "case_id": case_id,
        "language": language,
        "channel": "web",
        "writer": "self",
        "level": "high",
        "level_score": 0.91,
        "signs": [{"id": "held", "level": "high", "words": WORDS[language][:20]}],
        "topics": [["safety.controlled", 0.8]],
        "bot_lost": False,
        "entries": [
            {"from": "person", "text": WORDS[language], "minute": 0},
            {"from": "bot", "text": "…", "minute": 0},
        ],
    }


def flipped(text: str, at: int = 0) -> str:
    data = bytearray(from_b64u(text))
    data[at] ^= 1
    return b64u(bytes(data))


def write_rosters(root: Ed25519PrivateKey, people: list[Counsellor]) -> dict[str, Any]:
    public = b64u(root.public_key().public_bytes_raw())
    now = datetime.now(UTC)
    good = sign_roster(root, roster_fields(people, 7))

    def case(name: str, why: str, roster: dict[str, Any], expect: str = "refuse", seen: int = 7) -> None:
        given = {"root": public, "now": stamp(now), "highest_seen": seen, "roster": roster}
        output = {"number": 7, "people": [p.id for p in people]} if expect == "ok" else None
        write("roster", name, expect, why, given, output)

    case("valid", "signed, in its time, not older than the highest seen", good, "ok")
    case("unsigned", "the signature is missing", {**good, "signature": ""})
    case(
        "signed-by-another",
        "signed by a key that is not the root",
        sign_roster(Ed25519PrivateKey.generate(), roster_fields(people, 7)),
    )
    case(
        "altered", "a byte of the payload was changed after signing", {**good, "payload": flipped(good["payload"], 40)}
    )
    case(
        "expired",
        "its time has passed",
        sign_roster(root, roster_fields(people, 7, expires=stamp(now - timedelta(seconds=1)))),
    )
    case(
        "from-the-future",
        "issued an hour from now",
        sign_roster(root, roster_fields(people, 7, issued=stamp(now + timedelta(hours=1)))),
    )
    case("older", "number 7 after number 8 was seen", good, seen=8)
    case("unknown-version", "version 2", {**good, "v": 2})
    case("unknown-payload-version", "version 2 inside", sign_roster(root, roster_fields(people, 7, v=2)))
    return {"root": public, "roster": good}


def write_envelopes(reader: Counsellor, other: Counsellor, stranger: Counsellor, roster: dict[str, Any]) -> None:
    verified = verify_roster(roster["roster"], from_b64u(roster["root"]), datetime.now(UTC), 0)
    readers = verified.readers(datetime.now(UTC))

    def given(envelope: dict[str, Any], who: Counsellor = reader, case_id: str | None = None) -> dict[str, Any]:
        return {
            "counsellor_id": who.id,
            "seal_seed": b64u(who.seal_seed),
            "case_id": case_id or envelope["case_id"],
            "envelope": envelope,
        }

    for language in WORDS:
        case_id = b64u(os.urandom(16))
        content = transcript(case_id, language)
        envelope = seal_transcript(content, case_id, readers, 7)
        write("envelope", f"valid-{language}", "ok", "sealed by the action server", given(envelope), content)
    write_told(reader, readers)
    write("envelope", "valid-other-reader", "ok", "each reader opens it", given(envelope, other), content)
    write("envelope", "wrong-recipient", "refuse", "somebody who is not among the readers", given(envelope, stranger))

    def broken(name: str, why: str, **changed: Any) -> None:
        write("envelope", name, "refuse", why, given({**copy.deepcopy(envelope), **changed}, case_id=case_id))

    broken("truncated", "the last bytes of the ciphertext are missing", ciphertext=envelope["ciphertext"][:-8])
    broken("altered", "a bit of the ciphertext was changed", ciphertext=flipped(envelope["ciphertext"], 9))
    broken("swapped-header", "moved to another roster number", roster_number=8)
    broken("moved-to-another-case", "another case id in the header", case_id=b64u(os.urandom(16)))
    broken(
        "reader-removed",
        "a reader was taken off the list",
        recipients=[r for r in envelope["recipients"] if r["id"] == reader.id],
    )
    broken(
        "readers-swapped",
        "two readers' wrapped keys exchanged",
        recipients=[
            {"id": a["id"], "wrapped": b["wrapped"]}
            for a, b in zip(envelope["recipients"], reversed(envelope["recipients"]), strict=True)
        ],
    )
    broken("unknown-version", "version 2", v=2)
    write(
        "envelope",
        "not-the-claimed-case",
        "refuse",
        "a whole envelope, but of another case than the one claimed",
        given(envelope, case_id=b64u(os.urandom(16))),
    )


def write_told(reader: Counsellor, readers: tuple[Person, ...]) -> None:
    """With the topics that the bot has told of, which the other transcripts are without."""
    case_id = b64u(os.urandom(16))
    content = transcript(case_id, "sv") | {"told": ["law.selling", "safety.controlled"]}
    envelope = seal_transcript(content, case_id, readers, 7)
    given = {"counsellor_id": reader.id, "seal_seed": b64u(reader.seal_seed), "case_id": case_id, "envelope": envelope}
    write("envelope", "valid-told", "ok", "the transcript says what has been told", given, content)


def write_chat(reader: Counsellor, stranger: Counsellor) -> None:
    case_id, secret = b64u(os.urandom(16)), os.urandom(32)

    def given(sealed: bytes | str, epoch: int = 1, who: Counsellor = reader, number: int = 7) -> dict[str, Any]:
        return {
            "counsellor_id": who.id,
            "seal_seed": b64u(who.seal_seed),
            "case_id": case_id,
            "epoch": epoch,
            "roster_number": number,
            "sealed": sealed if isinstance(sealed, str) else b64u(sealed),
        }

    sealed = seal_chat_secret(secret, reader, case_id, 1, 7)
    write("chat_secret", "valid", "ok", "sealed to the counsellor who claimed", given(sealed), b64u(secret))
    write("chat_secret", "wrong-recipient", "refuse", "another counsellor's key", given(sealed, who=stranger))
    write("chat_secret", "other-epoch", "refuse", "replayed into the next claim", given(sealed, epoch=2))
    write("chat_secret", "other-roster", "refuse", "another roster number", given(sealed, number=8))
    write("chat_secret", "altered", "refuse", "a bit was changed", given(flipped(b64u(sealed), 1130)))
    write("chat_secret", "truncated", "refuse", "cut short", given(sealed[:-1]))

    chat = Chat(secret, case_id, 1)

    def message(name: str, why: str, sealed: bytes, expect: str = "refuse", **changed: Any) -> None:
        given = {"secret": b64u(secret), "case_id": case_id, "epoch": 1, "direction": "person", "seq": 1}
        output = chat.open("person", 1, sealed) if expect == "ok" else None
        write("chat_message", name, expect, why, {**given, "sealed": b64u(sealed), **changed}, output)

    for language, words in WORDS.items():
        message(
            f"valid-{language}", "the person's first", chat.seal("person", 1, {"kind": "text", "text": words}), "ok"
        )
    first = chat.seal("person", 1, {"kind": "text", "text": WORDS["en"]})
    message("valid-got", "a delivered mark", chat.seal("person", 1, {"kind": "got", "upto": 3}), "ok")
    message("valid-lost", "a text that never arrived", chat.seal("person", 1, {"kind": "lost", "seq": 2}), "ok")
    message(
        "reflected",
        "the reader's own message sent back to it",
        chat.seal("counsellor", 1, {"kind": "text", "text": "x"}),
    )
    message("replayed", "number 1 handed over as number 2", first, seq=2)
    message(
        "other-epoch",
        "from an earlier claim",
        Chat(secret, case_id, 2).seal("person", 1, {"kind": "text", "text": "x"}),
    )
    message(
        "other-case",
        "from another case",
        Chat(secret, b64u(os.urandom(16)), 1).seal("person", 1, {"kind": "text", "text": "x"}),
    )
    message(
        "forged",
        "sealed without the secret",
        Chat(os.urandom(32), case_id, 1).seal("person", 1, {"kind": "text", "text": "x"}),
    )
    message("truncated", "cut short", first[:-1])
    message("altered", "a bit was changed", bytes([first[0] ^ 1]) + first[1:])


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    root = Ed25519PrivateKey.generate()
    one, two, stranger = (Counsellor.new(name) for name in ("Kim", "Alex", "Sam"))
    roster = write_rosters(root, [one, two])
    write_envelopes(one, two, stranger, roster)
    write_chat(one, stranger)


if __name__ == "__main__":
    main()
