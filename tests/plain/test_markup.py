"""What the pages are made of: escaped wherever text stands, shown as the page's script shows it."""

import pytest

from triage_api.door.answer import Reply
from triage_api.plain.dates import day, time_of_day
from triage_api.plain.markup import Html, element, joined
from triage_api.plain.plain_text import plain_text, reachable
from triage_api.stand_in.lines import MOST_CHARACTERS_KEPT, Lines, Replied, Said
from triage_api.words import Language

EVIL = "<img src=x onerror=alert(1)> \" ' &"


def test_text_is_escaped_and_markup_is_not() -> None:
    inside = element("b", "x")
    assert element("p", EVIL, inside, title=EVIL) == (
        '<p title="&lt;img src=x onerror=alert(1)&gt; &quot; &#x27; &amp;">'
        "&lt;img src=x onerror=alert(1)&gt; &quot; &#x27; &amp;<b>x</b></p>"
    )
    assert isinstance(joined([inside]), Html)
    assert element("input", type="hidden", autofocus=True, disabled=False) == '<input type="hidden" autofocus>'


def test_paragraphs_lists_headings_and_numbers() -> None:
    assert plain_text("• Lines\nCall 116 016.\n- one\n- two\n\nIn 2026 on road 112-3") == (
        '<p class="heading">Lines</p><p>Call <a class="call" href="tel:116016">116 016</a>.</p>'
        "<ul><li>one</li><li>two</li></ul><p>In 2026 on road 112-3</p>"
    ).replace('class="call" href="tel:116016"', 'class="call" href="tel:116016"')


def test_addresses_open_elsewhere_and_tell_nothing() -> None:
    made = plain_text("see https://www.1177.se/x.", reachable)
    assert 'href="https://www.1177.se/x"' in made
    assert 'rel="noreferrer noopener"' in made
    assert made.endswith("1177.se/x</a>.</p>")
    assert "<a" not in plain_text("javascript:alert(1) http://x", reachable)


@pytest.mark.parametrize(
    ("language", "written"),
    [("sv", "20 november 2026"), ("en", "20 November 2026"), ("th", "20 พฤศจิกายน 2569"), ("ro", "20 noiembrie 2026")],
)
def test_dates_are_written_as_each_language_does(language: str, written: str) -> None:
    assert day(Language(language), "2026-11-20") == written
    assert day(Language(language), "soon") == "soon"


def test_the_clock_is_swedens() -> None:
    assert time_of_day("2026-11-21T03:02:17Z") == "04:02"
    assert time_of_day("") == ""


def test_a_long_conversation_keeps_its_newest_lines() -> None:
    lines = Lines()
    for n in range(100):
        lines.add(Said(f"{n} " + "x" * 1000))
        lines.all_shown()
    lines.add(Replied(Reply(text="last"), Language.sv))
    assert sum(len(line.text) for line in lines if isinstance(line, Said)) <= MOST_CHARACTERS_KEPT
    assert lines.fresh == len(lines) - 1
    assert lines.open_choices() == {len(lines) - 1}
