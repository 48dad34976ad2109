"""What the door refuses, one class per reason; the sentence comes from the phrases, in the conversation's language."""

from triage_api.errors import Refusal


class DoorRefusal(Refusal):
    """`phrase` is the id of the sentence in content/phrases; `say` stands for it where no language is known."""

    phrase = "door.bad_request"


class NotJson(DoorRefusal):
    """The body is not UTF-8 or not JSON."""

    status = 400
    code = "bad_request"
    say = "The body must be JSON in UTF-8."
    phrase = "door.bad_request"


class NotUnderstood(DoorRefusal):
    """JSON, but not what docs/wire.md §1 describes."""

    status = 422
    code = "bad_request"
    say = "The body is not what docs/wire.md describes."
    phrase = "door.bad_request"


class Empty(DoorRefusal):
    status = 422
    code = "empty"
    say = "The message was empty."
    phrase = "door.empty"


class UnknownChoice(DoorRefusal):
    status = 422
    code = "unknown_choice"
    say = "That button is no longer valid."
    phrase = "door.unknown_choice"


class TextTooLong(DoorRefusal):
    status = 413
    code = "too_large"
    say = "The text is longer than 2,000 characters."
    phrase = "page.too_long"


class SessionOver(DoorRefusal):
    """The token names no conversation: forgotten, ended, or never begun. All three answer alike."""

    status = 401
    code = "session_over"
    say = "The conversation is over; a new one can begin."
    phrase = "page.session_over"


class OutOfOrder(DoorRefusal):
    """`expected` in the body is the number the conversation waits for."""

    status = 409
    code = "out_of_order"
    say = "The number is not the one expected."
    phrase = "door.bad_request"


class TooFast(DoorRefusal):
    status = 429
    code = "too_fast"
    say = "Too many messages in a short time."
    phrase = "page.too_fast"


class ProofNeeded(TooFast):
    """Many begin at once: a proof for `challenge` opens a conversation; `because` says what was amiss with the last."""

    code = "proof_needed"
    say = "Many are beginning at once: a proof of work opens a conversation."


class Broken(DoorRefusal):
    """Something of ours failed. The person reads a sentence, never a trace."""

    status = 500
    code = "server_error"
    say = "Something broke here; nothing of it was kept."
    phrase = "door.server_error"


class BodyTooLarge(DoorRefusal):
    status = 413
    code = "too_large"
    say = "The body is larger than 16 KiB."
    phrase = "door.too_large"
