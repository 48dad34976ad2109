"""A supervisor reads along: the counsellor lets her, the person is told before and after, and each line comes live."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import SECONDS, Counsellor
from tests.journeys.stack import Stack
from tests.journeys.test_several_chats import Shots, asks_for_a_human
from tests.journeys.test_two_counsellors import goes, opens_panel, says_yes, told

ADVICE = "Fråga om hon kan komma ut ur lägenheten."
GONE = {"offers": 0, "along": 0, "notes": 0, "wishes": 0}


def reads(page: Page, words: str) -> None:
    expect(page.get_by_test_id("reading-line").filter(has_text=words)).to_have_count(1, timeout=20 * SECONDS)


def asks_to_read(page: Page, counsellor: Page) -> None:
    page.locator("[data-testid=talks]").filter(has_text="Kim").get_by_test_id("wish").click()
    expect(counsellor.get_by_test_id("wish-to-me")).to_be_visible(timeout=20 * SECONDS)


def test_a_supervisor_reads_along_only_when_both_know(
    browser: Browser, stack: Stack, kim: Counsellor, artifacts: Path
) -> None:
    sam = Counsellor.accepts(browser, stack, "Sam", role="supervisor")
    kims, sams, shots = kim.page, sam.page, Shots(artifacts)
    anna = asks_for_a_human(browser, stack, "sv-SE", "han låser in mig, jag vill prata med en människa")
    kim.takes_next()
    kim.writes("Hej, jag är här")
    anna.sees("counsellor", "Hej, jag är här")
    anna.sends("han tog min telefon i går")
    kim.sees("han tog min telefon i går")

    kims.keyboard.press("Alt+0")
    asks_to_read(sams, kims)
    shots.at(kims, "wish-board")
    kims.keyboard.press("Alt+1")
    expect(kims.get_by_test_id("wish-yes")).to_be_visible()
    shots.at(kims, "wish")
    shots.at(sams, "chats-now")
    kims.get_by_test_id("wish-no").click()
    expect(sams.get_by_test_id("not-now")).to_be_visible(timeout=20 * SECONDS)
    asks_to_read(sams, kims)
    expect(sams.get_by_test_id("not-now")).not_to_be_visible()
    assert anna.page.locator("[data-phrase='live.along']").count() == 0, "nothing has begun yet"
    kims.get_by_test_id("wish-yes").click()
    told(anna.page, "live.along", "Sam")
    expect(anna.page.get_by_test_id("case-state")).to_contain_text("Sam läser med")
    assert sams.get_by_test_id("reading").count() == 0
    says_yes(sams, "along")
    for words in ("han låser in mig", "Hej, jag är här", "han tog min telefon i går"):
        reads(sams, words)
    expect(kims.locator("[data-testid=offer-stands][data-kind=along]")).to_have_attribute("data-state", "reading")

    anna.sends("nu är han i duschen")
    reads(sams, "nu är han i duschen")
    kim.writes("Kan du gå ut nu?")
    reads(sams, "Kan du gå ut nu?")
    sam.context.set_offline(True)
    expect(sams.locator(".top .trouble")).to_be_visible(timeout=20 * SECONDS)
    anna.sends("dörren är låst")
    kim.sees("dörren är låst")
    kim.writes("Finns det ett fönster?")
    anna.sees("counsellor", "Finns det ett fönster?")
    sam.context.set_offline(False)
    for words in ("dörren är låst", "Finns det ett fönster?", "nu är han i duschen", "Kan du gå ut nu?"):
        reads(sams, words)
    sams.get_by_test_id("note-text").fill(ADVICE)
    sams.get_by_test_id("note-send").click()
    expect(kims.get_by_test_id("advice-note")).to_have_text(ADVICE, timeout=20 * SECONDS)
    shots.at(sams, "reading-along")
    shots.at(kims, "read-along")
    shots.at(anna.page, "told-along")
    for page, state in ((sams, "reading-along-english"), (kims, "read-along-english")):
        page.get_by_test_id("desk-language").select_option("en")
        shots.at(page, state)
        page.get_by_test_id("desk-language").select_option("sv")
    assert ADVICE not in anna.page.content()

    kims.get_by_test_id("offer-back").click()
    told(anna.page, "live.along_over", "Sam")
    expect(anna.page.get_by_test_id("case-state")).not_to_contain_text("Sam")
    expect(sams.get_by_test_id("reading")).not_to_be_visible(timeout=20 * SECONDS)
    sams.get_by_test_id("reading-over-seen").click()
    anna.sends("är ni kvar?")
    kim.sees("är ni kvar?")
    assert {table: rows for table, rows in stack.rows().items() if table in GONE} == GONE

    sam.goes_on_duty()
    expect(sams.get_by_test_id("duty")).to_have_attribute("data-on", "true")
    opens_panel(kims, "along")
    shots.at(kims, "let-read-along")
    goes(kims)
    told(anna.page, "live.along", "Sam")
    says_yes(sams, "along")
    reads(sams, "är ni kvar?")
    sams.get_by_test_id("reading-done").click()
    expect(sams.get_by_test_id("reading")).not_to_be_visible(timeout=20 * SECONDS)
    expect(anna.page.locator("[data-testid=notice][data-phrase='live.along_over']")).to_have_count(
        2, timeout=20 * SECONDS
    )

    asks_to_read(sams, kims)
    kims.get_by_test_id("wish-yes").click()
    says_yes(sams, "along")
    reads(sams, "är ni kvar?")
    anna.ends()
    expect(sams.get_by_test_id("reading-over-seen")).to_be_visible(timeout=20 * SECONDS)
    assert "är ni kvar?" not in sams.content()
    assert {table: rows for table, rows in stack.rows().items() if table in GONE} == GONE
    kim.leaves_case()
    sams.get_by_test_id("lock").click()
    anna.context.close()
    sam.context.close()
    shots.look.says_nothing()
