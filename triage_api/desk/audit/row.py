"""One row of the audit, and the hash that ties it to the row before."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from triage_api.base64url import b64u

OPERATOR = "operator"
"""Who used the command line."""
SERVER = "server"
"""What the running server found or did by itself."""


class Deed(StrEnum):
    """What was done, and in brackets what stands in `about`; it is empty where nothing is named."""

    signed_in = "signed_in"  # (`passkey`, when by one)
    sign_in_failed = "sign_in_failed"  # once in five minutes for each account, and once for all unknown names
    invited = "invited"  # (the role)
    joined = "joined"  # (the role)
    recovered = "recovered"  # with the recovery code (`reset`, when the code app was lost too)
    reset = "reset"  # (the account whose code app may be set anew in a recovery)
    passkey_refused = "passkey_refused"  # (why; noted as a failed sign-in is)
    way_added = "way_added"  # (passphrase, passkey, recovery)
    way_removed = "way_removed"  # (passkey, recovery)
    org_key = "org_key"  # the recovery key on the roster in force (its name, or `off`)
    org_key_exported = "org_key_exported"  # what is sealed to it was written out to be opened (the account)
    org_key_used = "org_key_used"  # a recovery code that was made with it was taken in (the account)
    removed = "removed"  # (the id of who was removed)
    sessions_ended = "sessions_ended"  # (the id of whose sessions were ended; empty: their own)
    session_refused = "session_refused"  # a token of none, or of one that has run out; once in five minutes for each
    too_large = "too_large"  # more than the desk takes at once was sent to it; noted as a failed sign-in is
    key_refused = "key_refused"  # one that its identity key did not sign or ask for; noted likewise
    not_opened = "not_opened"  # what was sealed for her did not open in her browser (the case's tag)
    next_key = "next_key"
    key_given_up = "key_given_up"
    claimed = "claimed"  # (the case's tag)
    gave_back = "gave_back"  # (the case's tag)
    lapsed = "lapsed"  # her page was gone too long, and the case is in line again (the case's tag)
    taken_back = "taken_back"  # she was removed, and the case is in line again (the case's tag)
    offered = "offered"  # (the case's tag)
    took_over = "took_over"  # (the case's tag)
    asked = "asked"  # a colleague, for advice (the case's tag)
    advised = "advised"  # she has opened what she was asked (the case's tag)
    declined = "declined"  # either of these (the case's tag)
    along_asked = "along_asked"  # to let her read along (the id of who was asked: no case is named)
    along_let = "along_let"  # a colleague read along (the case's tag)
    along_read = "along_read"  # she has begun to (the case's tag)
    along_declined = "along_declined"  # to let her (the id of who had asked), or to read (the case's tag)
    along_ended = "along_ended"  # by either, or by the server, since who read was gone (the case's tag)
    withdrew = "withdrew"  # what she offered or asked (the case's tag)
    closed = "closed"  # (the case's tag)
    left = "left"  # its person has ended it, once it had been claimed (the case's tag)
    expired = "expired"  # nobody came (the case's tag, if it had been claimed before)
    letter = "letter"  # no tag: nothing may say for whose case a letter was
    duty_on = "duty_on"
    duty_off = "duty_off"  # (`gone`, when it ran out because her page was gone)
    planned = "planned"  # the rota was changed (how, and for whom where that is said)
    channel_added = "channel_added"  # where she is told that somebody waits (push, sms, mail)
    channel_removed = "channel_removed"  # (the same)
    alert_sent = "alert_sent"  # (the alert's tag, as in the next three: an alert names no case)
    alert_raised = "alert_raised"  # to the next step
    alert_unheard = "alert_unheard"  # its last step has passed, and nobody has answered
    alert_seen = "alert_seen"
    roster = "roster"  # (the number of the roster that is in force now)
    clock_jumped = "clock_jumped"  # (by how many hours ahead, until it was set right or Lykta was started again)
    settings = "settings"  # (a print of the settings, by which a change shows)
    backed_up = "backed_up"
    restored = "restored"
    pruned = "pruned"  # (number and hash of the last row that was deleted)
    anchor = "anchor"  # what is left of that last row: its number and its hash


@dataclass(frozen=True)
class Row:
    number: int
    at: int
    who: str
    deed: str
    about: str
    previous: str
    hash: str

    def expected_hash(self) -> str:
        return hash_of_row(self.number, self.at, self.who, self.deed, self.about, self.previous)


def hash_of_row(number: int, at: int, who: str, deed: str, about: str, previous: str) -> str:
    """b64u of the SHA-256 over the label and the JSON list of the fields, in this order, without spaces, in ASCII."""
    fields = json.dumps([number, at, who, deed, about, previous], separators=(",", ":"))
    return b64u(hashlib.sha256(b"lykta audit v1\n" + fields.encode("ascii")).digest())
