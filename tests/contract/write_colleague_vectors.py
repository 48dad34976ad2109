"""Writes the vectors of what one counsellor seals to another: `python -m tests.contract.write_colleague_vectors`.

Run it only when the format changes.
"""

import os
from dataclasses import replace
from typing import Any

from tests.contract.counterpart import Along, Chat, Counsellor, Mailbox, seal_inside
from tests.contract.write_mailbox_vectors import new_bits
from tests.contract.write_vectors import WORDS, flipped, transcript, write
from triage_api.base64url import b64u


def write_all() -> None:
    maja, bea, sam = (Counsellor.new(name) for name in ("Maja", "Bea", "Sam"))
    case_id, other_case = b64u(os.urandom(16)), b64u(os.urandom(16))
    mailbox, ask = Mailbox(new_bits()), b64u(os.urandom(32))
    lines = [{"from": "person", "text": WORDS["th"]}, {"from": "counsellor", "text": WORDS["sv"]}]
    read = {"v": 1, "case_id": case_id, "transcript": transcript(case_id, "th"), "lines": lines}
    handed = {**read, "mailbox": mailbox.id, "key": b64u(mailbox.key)}
    asked = {**read, "question": WORDS["en"], "ask": ask}
    note = {"v": 1, "case_id": case_id, "ask": ask, "text": WORDS["ro"]}

    def given(envelope: dict[str, Any], who: Counsellor, case_id: str = case_id, **more: str) -> dict[str, Any]:
        seed = b64u(who.seal_seed)
        return {"counsellor_id": who.id, "seal_seed": seed, "case_id": case_id, "envelope": envelope, **more}

    transfer = seal_inside(handed, [bea], 7, "transfer")
    write("transfer", "valid", "ok", "sealed to the one colleague", given(transfer, bea), handed)
    bare = {**read, "transcript": None}
    sealed = seal_inside(bare, [bea], 7, "transfer")
    write("transfer", "valid-without-transcript", "ok", "the first could not open it either", given(sealed, bea), bare)
    write("transfer", "wrong-recipient", "refuse", "she is not the one", given(transfer, sam))
    write("transfer", "of-another-case", "refuse", "not the case that was offered", given(transfer, bea, other_case))
    swapped = {**transfer, "roster_number": 8}
    write("transfer", "swapped-header", "refuse", "the header was changed", given(swapped, bea))
    renamed = {**transfer, "recipients": [{"id": sam.id, "wrapped": transfer["recipients"][0]["wrapped"]}]}
    write("transfer", "recipient-renamed", "refuse", "wrapped for another", given(renamed, sam))
    altered = {**transfer, "ciphertext": flipped(transfer["ciphertext"], 9)}
    write("transfer", "altered", "refuse", "a bit of the ciphertext was changed", given(altered, bea))
    half = seal_inside({**read, "mailbox": mailbox.id}, [bea], 7, "transfer")
    write("transfer", "half-an-address", "refuse", "a mailbox without its key", given(half, bea))
    unknown = {**transfer, "v": 2}
    write("transfer", "unknown-version", "refuse", "a version that is not known", given(unknown, bea))

    consult = seal_inside(asked, [bea], 7, "consult")
    write("consult", "valid", "ok", "what there is, with a question", given(consult, bea), asked)
    write("consult", "wrong-recipient", "refuse", "she is not the one", given(consult, sam))
    # Who was asked for advice must not find herself holding a case, nor the other way round.
    write("consult", "transfer-shown-as-consult", "refuse", "the direction is bound in", given(transfer, bea))
    write("transfer", "consult-shown-as-transfer", "refuse", "the direction is bound in", given(consult, bea))
    unasked = seal_inside({**read, "question": WORDS["en"]}, [bea], 7, "consult")
    write("consult", "without-ask", "refuse", "notes could not be tied to it", given(unasked, bea))

    sealed = seal_inside(note, [maja], 7, "note")
    write("note", "valid", "ok", "from who has read the question", given(sealed, maja, ask=ask), note)
    write(
        "note", "of-another-question", "refuse", "it does not name this one", given(sealed, maja, ask=b64u(bytes(32)))
    )
    write("note", "wrong-recipient", "refuse", "sealed to who asked", given(sealed, bea, ask=ask))
    consult_to_maja = seal_inside(asked, [maja], 7, "consult")
    write("note", "consult-shown-as-note", "refuse", "the direction is bound in", given(consult_to_maja, maja, ask=ask))

    body = {"kind": "asked", "name": "Bea"}
    secret = os.urandom(32)
    said = {"secret": b64u(secret), "case_id": case_id, "epoch": 1, "direction": "counsellor", "seq": 1}
    sealed_body = b64u(Chat(secret, case_id, 1).seal("counsellor", 1, body))
    write("chat_message", "valid-asked", "ok", "a colleague is asked", {**said, "sealed": sealed_body}, body)
    write_along()


def write_along() -> None:
    """A colleague who reads along: with what it begins, the lines that follow, and what the person is told."""
    maja, bea, sam = (Counsellor.new(name) for name in ("Maja", "Bea", "Sam"))
    case_id, other_case = b64u(os.urandom(16)), b64u(os.urandom(16))
    secret, ask = os.urandom(32), b64u(os.urandom(32))
    lines = [{"from": "person", "text": WORDS["th"]}, {"from": "counsellor", "text": WORDS["sv"]}]
    read = {"v": 1, "case_id": case_id, "transcript": transcript(case_id, "th"), "lines": lines}
    begins = {**read, "from": maja.id, "epoch": 2, "ask": ask, "secret": b64u(secret)}

    def given(envelope: dict[str, Any], who: Counsellor, case_id: str = case_id) -> dict[str, Any]:
        return {"counsellor_id": who.id, "seal_seed": b64u(who.seal_seed), "case_id": case_id, "envelope": envelope}

    sealed = seal_inside(begins, [sam], 7, "along")
    write("along", "valid", "ok", "what there is when she begins to read", given(sealed, sam), begins)
    write("along", "wrong-recipient", "refuse", "she is not the one", given(sealed, bea))
    write("along", "of-another-case", "refuse", "not the case that was said", given(sealed, sam, other_case))
    swapped = {**sealed, "roster_number": 8}
    write("along", "swapped-header", "refuse", "the header was changed", given(swapped, sam))
    altered = {**sealed, "ciphertext": flipped(sealed["ciphertext"], 9)}
    write("along", "altered", "refuse", "a bit of the ciphertext was changed", given(altered, sam))
    asked = {**read, "question": WORDS["en"], "ask": ask}
    consult = seal_inside(asked, [sam], 7, "consult")
    write("along", "consult-shown-as-along", "refuse", "the direction is bound in", given(consult, sam))
    write("consult", "along-shown-as-consult", "refuse", "the direction is bound in", given(sealed, sam))
    bare = seal_inside({key: begins[key] for key in begins if key != "secret"}, [sam], 7, "along")
    write("along", "without-secret", "refuse", "no line that follows could be opened", given(bare, sam))
    short = seal_inside({**begins, "secret": "AAAA"}, [sam], 7, "along")
    write("along", "short-secret", "refuse", "not 32 bytes", given(short, sam))

    along = Along(secret, case_id, 2, maja.id, sam.id, 7)
    first, second = {"from": "person", "text": WORDS["en"]}, {"from": "counsellor", "text": WORDS["ro"]}

    def line(name: str, why: str, sealed: bytes, output: Any = None, seq: int = 1) -> None:
        bound = {"case_id": case_id, "epoch": 2, "from": maja.id, "to": sam.id, "roster_number": 7, "seq": seq}
        expect = "ok" if output else "refuse"
        write("along_line", name, expect, why, {"secret": b64u(secret), **bound, "sealed": b64u(sealed)}, output)

    line("valid", "the first that follows", along.seal(1, first), first)
    line("valid-second", "the one after", along.seal(2, second), second, seq=2)
    line("replayed", "the first one again, as the second", along.seal(1, first), seq=2)
    line("moved-up", "the second one as the first: one was left out", along.seal(2, second))
    line("altered", "a bit of it was changed", bytes([along.seal(1, first)[0] ^ 1]) + along.seal(1, first)[1:])
    line("truncated", "its end is missing", along.seal(1, first)[:-1])
    for name, why, changed in (
        ("other-case", "of another case", {"case_id": other_case}),
        ("other-epoch", "of another epoch", {"epoch": 1}),
        ("other-reader", "for another colleague", {"to": bea.id}),
        ("other-sender", "of another counsellor", {"sender": bea.id}),
        ("other-roster", "of another roster", {"roster_number": 8}),
        ("reflected", "the other way round", {"sender": sam.id, "to": maja.id}),
        ("forged", "by somebody who has not the secret", {"secret": os.urandom(32)}),
    ):
        line(name, why, replace(along, **changed).seal(1, first))
    line("from-nobody", "said by neither of the two", along.seal(1, {"from": "bot", "text": WORDS["en"]}))
    chat = Chat(secret, case_id, 2).seal("counsellor", 1, {"kind": "text", "text": WORDS["en"]})
    line("chat-message", "a message of a chat with the same secret", chat)

    for kind, why in (("along", "a colleague begins to read along"), ("along_over", "she reads no longer")):
        body = {"kind": kind, "name": "Sam"}
        said = {"secret": b64u(secret), "case_id": case_id, "epoch": 2, "direction": "counsellor", "seq": 1}
        sealed_body = b64u(Chat(secret, case_id, 2).seal("counsellor", 1, body))
        write("chat_message", f"valid-{kind.replace('_', '-')}", "ok", why, {**said, "sealed": sealed_body}, body)


if __name__ == "__main__":
    write_all()
