"""What the desk refuses, one class per reason."""

from triage_api.errors import Refusal


class NotSignedIn(Refusal):
    """Wrong name, wrong passphrase, wrong or used code, no session, session over: all answer alike."""

    status = 401
    code = "not_signed_in"
    say = "You are not signed in: check name, passphrase and code; a code works once."


class TooFast(Refusal):
    """`seconds` is how long to wait."""

    status = 429
    code = "too_fast"
    say = "Too many attempts for this name: wait a little and try again."


class InvitationOver(Refusal):
    """Unknown, used and expired invitations answer alike."""

    status = 410
    code = "invitation_over"
    say = "This invitation has been used or has expired: ask for a new one."


class NameTaken(Refusal):
    status = 409
    code = "name_taken"
    say = "Somebody signs in with this name already: choose another."


class WrongCode(Refusal):
    status = 422
    code = "wrong_totp"
    say = "The code is not right: check the clock of the device that shows it, and enter the newest code."


class NotAllowed(Refusal):
    status = 403
    code = "not_allowed"
    say = "Your role does not include this: ask the organisation if it should."


class NotOnRoster(Refusal):
    status = 403
    code = "not_on_roster"
    say = "Your key is not on the signed roster now: the organisation has to sign a roster that holds it."


class ColleagueAway(Refusal):
    """Not on duty, her key not on the roster now, or nobody: all answer alike."""

    status = 409
    code = "colleague_away"
    say = "This colleague is not on duty now: choose another, or return the case to the line."


class NotForRole(Refusal):
    status = 403
    code = "not_for_role"
    say = "Your role may read this and not change it: ask a supervisor or an administrator."


class NotAdministrator(Refusal):
    status = 403
    code = "not_administrator"
    say = "Only an administrator does this."


class NoSuchPerson(Refusal):
    """Unknown and removed answer alike."""

    status = 404
    code = "no_such_person"
    say = "Nobody with an account has this id: look at the list again."


class LastAdministrator(Refusal):
    status = 409
    code = "last_administrator"
    say = "This is the last administrator: invite another one first (`lykta counsellor invite --role administrator`)."


class NotYourself(Refusal):
    status = 409
    code = "not_yourself"
    say = "Nobody removes themself: ask another administrator."


class NoSuchSession(Refusal):
    """Of another account, over, and unknown answer alike."""

    status = 404
    code = "no_such_session"
    say = "You have no such session: it may have ended by itself."


class KeysChanged(Refusal):
    status = 409
    code = "keys_changed"
    say = "Another page of yours has renewed the keys since: read them again."
