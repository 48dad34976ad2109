"""What is refused of ways in."""

from triage_api.errors import Refusal


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
