"""What the rota refuses, one class per reason."""

from triage_api.errors import Refusal


class NoSuchShift(Refusal):
    status = 404
    code = "no_such_shift"
    say = "There is no such shift or change in the plan now: look at the newest plan."


class NobodyToPlan(Refusal):
    """Unknown, removed, or in a role that answers nobody."""

    status = 422
    code = "nobody_to_plan"
    say = "Nobody who can be planned has this id: choose somebody from the plan's list of people."


class NotUnderstood(Refusal):
    """`line` is the line of the calendar file, from 1; nothing of the file has been taken over."""

    status = 422
    code = "not_understood"
    say = "The calendar file is not understood at this line: nothing of it was taken over."
