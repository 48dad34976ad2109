"""Writes the vectors of return codes, letters and what a page leaves: `python -m tests.contract.write_mailbox_vectors`.

Run it only when the format or a word list changes: a code on somebody's paper must go on opening its mailbox.
"""

import os
from typing import Any

from tests.contract.counterpart import Chat, Counsellor, Mailbox, fold_code_word, seal_inside
from tests.contract.word_lists import LISTS
from tests.contract.write_vectors import WORDS, flipped, write
from triage_api.base64url import b64u


def new_bits() -> bytes:
    return int.from_bytes(os.urandom(12), "big").__rshift__(6).to_bytes(12, "big")


def words_of(bits: bytes, language: str) -> list[str]:
    return [LISTS[language][place] for place in Mailbox(bits).places]


def write_codes() -> None:
    for language in LISTS:
        bits = new_bits()
        output = {"bits": b64u(bits)}
        typed = " ".join(words_of(bits, language))
        write("return_code", f"valid-{language}", "ok", "as it was written down", {"typed": typed}, output)
        shopping = "\n".join(f"- 2 {word.upper()}, " for word in words_of(bits, language))
        write(
            "return_code", f"valid-{language}-as-a-list", "ok", "capitals, digits, lines", {"typed": shopping}, output
        )

    bits = new_bits()
    words = words_of(bits, "sv")

    def refused(name: str, why: str, mistake: dict[str, Any], typed: list[str]) -> None:
        write("return_code", name, "refuse", why, {"typed": " ".join(typed)}, mistake)

    refused("wrong-checksum", "two words exchanged", {"kind": "checksum"}, [words[1], words[0], *words[2:]])
    refused("unknown-word", "a word of no list", {"kind": "unknown", "words": ["xqzzy"]}, [*words[:9], "xqzzy"])
    refused("nine-words", "one word is missing", {"kind": "count", "count": 9}, words[:9])
    refused("empty", "nothing but what stands between words", {"kind": "empty"}, ["1.", "–"])


def write_letters() -> None:
    bits = new_bits()
    for language, code_word in {"sv": "", "en": "Blue Heron 7", "th": "ปลาทู", "ro": "Știucă"}.items():
        mailbox = Mailbox(bits, fold_code_word(code_word))
        letter = {"text": WORDS[language], "name": "Kim", "written": "2026-11-21", "order": 1}
        output = {"mailbox": mailbox.id, "token": b64u(mailbox.token), "key": b64u(mailbox.key), "letter": letter}
        given = {"bits": b64u(bits), "code_word": code_word, "sealed": b64u(mailbox.seal(letter))}
        write("letter", f"valid-{language}", "ok", "sealed to the mailbox's key", given, output)

    mailbox = Mailbox(bits)
    sealed = mailbox.seal(letter)

    def refused(name: str, why: str, sealed: bytes | str, **changed: str) -> None:
        given = {"bits": b64u(bits), "code_word": "", "sealed": sealed if isinstance(sealed, str) else b64u(sealed)}
        write("letter", name, "refuse", why, {**given, **changed})

    refused("another-code-word", "the paper alone opens nothing", Mailbox(bits, "heron").seal(letter))
    refused("another-code", "of another mailbox", sealed, bits=b64u(new_bits()))
    refused("moved-to-another-mailbox", "another mailbox is bound in", mailbox.seal(letter, Mailbox(new_bits()).id))
    refused("truncated", "cut short", sealed[:-1])
    refused("altered", "a bit was changed", flipped(b64u(sealed), 1130))


def write_left() -> None:
    kim, alex, sam = (Counsellor.new(name) for name in ("Kim", "Alex", "Sam"))
    mailbox, case_id = Mailbox(new_bits()), b64u(os.urandom(16))
    inside = {
        "v": 1,
        "case_id": case_id,
        "mailbox": mailbox.id,
        "key": b64u(mailbox.key),
        "texts": list(WORDS.values()),
    }
    envelope = seal_inside(inside, [kim, alex], 7)

    def given(envelope: dict[str, Any], who: Counsellor = kim, case_id: str = case_id) -> dict[str, Any]:
        return {"counsellor_id": who.id, "seal_seed": b64u(who.seal_seed), "case_id": case_id, "envelope": envelope}

    write("left", "valid", "ok", "sealed by the page for everyone on the roster", given(envelope), inside)
    write("left", "valid-other-reader", "ok", "each reader opens it", given(envelope, alex), inside)
    write("left", "wrong-recipient", "refuse", "somebody who is not among the readers", given(envelope, sam))
    write(
        "left", "of-another-case", "refuse", "not the case that was claimed", given(envelope, kim, b64u(os.urandom(16)))
    )
    alone = {"v": 1, "case_id": case_id, "texts": list(WORDS.values())}
    write("left", "valid-texts-alone", "ok", "without a return code", given(seal_inside(alone, [kim, alex], 7)), alone)
    half = {**alone, "mailbox": mailbox.id}
    write("left", "half-an-address", "refuse", "a mailbox without its key", given(seal_inside(half, [kim, alex], 7)))
    altered = {**envelope, "ciphertext": flipped(envelope["ciphertext"], 9)}
    write("left", "altered", "refuse", "a bit of the ciphertext was changed", given(altered))
    # What was left must not pass for a hand-off: its texts would stand there as a transcript.
    write("envelope", "left-shown-as-handoff", "refuse", "the other direction is bound in", given(envelope))

    secret = os.urandom(32)
    body = {"kind": "mailbox", "mailbox": mailbox.id, "key": b64u(mailbox.key)}
    sealed = Chat(secret, case_id, 1).seal("person", 1, body)
    message = {"secret": b64u(secret), "case_id": case_id, "epoch": 1, "direction": "person", "seq": 1}
    write(
        "chat_message", "valid-mailbox", "ok", "where they can be written to", {**message, "sealed": b64u(sealed)}, body
    )


if __name__ == "__main__":
    write_codes()
    write_letters()
    write_left()
