"""What one change has reached the next must not lose, and a floor that holds nothing is an error."""

from pathlib import Path

import pytest

from tests.command.test_scores import labelled, predicted
from triage_api.command.floors import below, read_floors
from triage_api.command.scores import score
from triage_api.command.trouble import Trouble
from triage_api.words import Language

SCORED = {
    Language.sv: score(
        [labelled("immediate"), labelled("immediate"), labelled("routine")],
        [predicted("immediate"), predicted("high"), predicted("immediate")],
    )
}


def test_a_figure_under_its_floor_or_over_its_ceiling_is_said() -> None:
    floors = {Language.sv: {"immediate_recall": 0.6, "routine_raised": 0.5, "immediate_seen": 1.0}}
    assert below(SCORED, floors) == [
        "sv: immediate_recall is 0.50 1/2, under 0.6.",
        "sv: routine_raised is 1.00 1/1, over 0.5.",
    ]


def test_what_could_not_be_measured_does_not_hold() -> None:
    floors = {Language.sv: {"hard_negatives_raised": 0.5}, Language.th: {"language": 0.9}}
    assert below(SCORED, floors) == [
        "sv: there was nothing to measure hard_negatives_raised on.",
        "th: there was nothing to measure language on.",
    ]


@pytest.mark.parametrize(
    "text", ["sv: {imediate_recall: 1}", "de: {language: 1}", "sv: {language: all}", "sv: [", "", "sv: {messages: 3}"]
)
def test_a_floor_that_would_hold_nothing_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "floors.yml").write_text(text, "utf-8")
    with pytest.raises(Trouble):
        read_floors(tmp_path / "floors.yml")


def test_our_own_floors_can_be_read_and_hold_every_language() -> None:
    assert set(read_floors(Path("tests/floors.yml"))) == set(Language)
