"""Which counts there are: each a closed set of rows, and four of two sets at once."""

from dataclasses import dataclass

from triage_api.words import Channel, Language, Level, Writer

NOT_SAID, NOT_TAKEN = "not_said", "not_taken"
LEFT_WAITING, NOBODY_CAME = "left_waiting", "nobody_came"
AGREE, HIGHER, LOWER = "agree", "counsellor_higher", "counsellor_lower"

WAITING = ((10, "under_10"), (30, "10_to_30"), (60, "30_to_60"))
ANSWERING = ((15, "under_15"), (30, "15_to_30"), (60, "30_to_60"))
LONGEST = "over_60"


@dataclass(frozen=True)
class Shape:
    """`whole`: each contact stands in one row. `talks`: likewise, one of the rows being `not_taken`, which is the same
    number in each of them, and the sum of `abandoned`. `two`: the names of the tables whose rows and columns it has.
    `ticked`: a contact may stand in several rows.
    """

    whole: dict[str, tuple[str, ...]]
    talks: dict[str, tuple[str, ...]]
    abandoned: tuple[str, ...]
    two: dict[str, tuple[str, str]]
    ticked: tuple[str, ...]

    def rows(self, table: str) -> tuple[str, ...]:
        known = {**self.whole, **self.talks, "abandoned": self.abandoned, "needs": self.ticked}
        return known[table]


def shape_of(outcomes: tuple[str, ...], needs: tuple[str, ...], counties: tuple[str, ...]) -> Shape:
    return Shape(
        whole={
            "language": tuple(Language),
            "channel": tuple(Channel),
            "writer": tuple(Writer),
            "level": tuple(Level),
            "agreement": (AGREE, HIGHER, LOWER, NOT_SAID),
            "follow_up": ("yes", "no", NOT_SAID),
            "county": (*counties, NOT_SAID),
        },
        talks={
            "outcome": (*outcomes, NOT_SAID, NOT_TAKEN),
            "waiting": (*(band for _, band in WAITING), LONGEST, NOT_TAKEN),
            "answering": (*(band for _, band in ANSWERING), LONGEST, NOT_TAKEN),
        },
        abandoned=(LEFT_WAITING, NOBODY_CAME),
        two={
            "language_level": ("language", "level"),
            "channel_level": ("channel", "level"),
            "writer_level": ("writer", "level"),
            "language_outcome": ("language", "outcome"),
        },
        ticked=needs,
    )
