"""What is refused of ways in."""

from enum import StrEnum

from triage_api.errors import Refusal


class Because(StrEnum):
    """Why a passkey's answer was refused."""

    unreadable = "unreadable"
    not_asked = "not_asked"  # a challenge that was not made here, or for something or somebody else
    too_late = "too_late"
    used = "used"
    wrong_origin = "wrong_origin"  # the answer was made for another page, or in a frame
    unknown = "unknown"  # no account has this passkey
    other_person = "other_person"  # it names somebody else than whose passkey it is
    not_verified = "not_verified"  # the device did not check who holds it
    old_count = "old_count"  # the device has signed more often than this answer says: a copy, or a replay
    forged = "forged"


class PasskeyRefused(Refusal):
    """`because` names the reason."""

    status = 401
    code = "passkey_refused"
    say = "This answer of a passkey was not accepted: try again from the desk's own page, or sign in another way."

    def __init__(self, because: Because) -> None:
        super().__init__(because=because)
        self.because = because


class TooManyWays(Refusal):
    status = 409
    code = "too_many_ways"
    say = "There are ten passkeys to this account: remove one that is not used any more."


class NotRecovered(Refusal):
    """Wrong name, wrong or used recovery code, wrong or used six-digit code or reset: all answer alike."""

    status = 401
    code = "not_recovered"
    say = "That opened no account: check name, recovery code and the other code; each works once."


class SignInAgain(Refusal):
    """A page that was left open must not be enough to make a lasting way in."""

    status = 403
    code = "sign_in_again"
    say = "Ways in are changed within ten minutes of signing in: lock the desk, sign in again, and go on."


class NoSuchWay(Refusal):
    status = 404
    code = "no_such_way"
    say = "There is no such way in to this account any more: look at the list again."


class LastWay(Refusal):
    status = 409
    code = "last_way"
    say = "The passphrase opens your keys when nothing else does: it can be changed and not removed."


class OtherRecoveryKey(Refusal):
    status = 409
    code = "other_recovery_key"
    say = "The roster in force carries no recovery key, or another: the page looks again within a minute."


class NobodyByThatName(Refusal):
    status = 404
    code = "nobody_by_that_name"
    say = "Nobody signs in with this name: write it as it was chosen."
