"""Writes the vectors of what one counsellor seals to another: `python -m tests.contract.write_colleague_vectors`.

Run it only when the format changes.
"""

import os
from typing import Any

from tests.contract.counterpart import Chat, Counsellor, Mailbox, seal_inside
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


if __name__ == "__main__":
    write_all()
