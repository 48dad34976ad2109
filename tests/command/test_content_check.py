"""An editor learns file, line, fault and remedy; and the content that stands has no fault.

Each test changes one thing in a copy and looks at what the check then says more.
"""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from triage_api.command.content.check import TOPICS_FILE, check
from triage_api.command.content.finding import Finding
from triage_api.settings import Settings

SETTINGS = Settings()
TODAY = date(2026, 11, 21)
INVENTED = "070-174 06 05"  # from the series that PTS reserves for fiction


TOPICS = {"law.selling", "law.buying", "health.sti", "minor.self", "safety.controlled", "support.local_services"}
GROUPS = {"phrases": {"page", "waiting", "sms"}, "phrasebook": {"greet", "safety"}}


def _other_topics(folder: str, names: list[str]) -> set[str]:
    return set(names) - TOPICS if Path(folder).name == "rights" else set()


def _without_other_groups(file: Path) -> None:
    """What the check takes grows with every sentence there is, and each test reads them all."""
    groups = re.split(r"(?m)^(?=\w+:)", file.read_text("utf-8"))
    kept = [group for group in groups[1:] if group.split(":")[0] in GROUPS[file.parent.name]]
    assert len(kept) == len(GROUPS[file.parent.name])
    file.write_text("".join([groups[0], *kept]), "utf-8")


def _small_tree(folder: Path) -> Path:
    """Config, and content with six topics and five groups of sentences."""
    content = Path(shutil.copytree(SETTINGS.content, folder / "content", ignore=_other_topics))
    for name in GROUPS:
        for file in (content / name).glob("*.yml"):
            _without_other_groups(file)
    shutil.copytree(SETTINGS.config, folder / "config")
    shutil.copy(TOPICS_FILE, folder)
    return folder


class Copy:
    """A copy of the small tree, and what it is blamed for beyond what it was before."""

    def __init__(self, folder: Path, blamed_before: frozenset[str]) -> None:
        self.content, self.config = folder / "content", folder / "config"
        self.topics = folder / TOPICS_FILE.name
        self._folder = folder
        self._before = blamed_before
        self._now: list[str] | None = None

    def change(self, file: str, old: str, new: str) -> None:
        path = self._folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        self._now = None

    def write(self, file: str, text: str) -> None:
        (self._folder / file).write_text(text, "utf-8")

    def line_of(self, file: str, words: str) -> int:
        rows = (self._folder / file).read_text("utf-8").splitlines()
        return next(number for number, row in enumerate(rows, 1) if words in row)

    def blames(self, today: date = TODAY) -> list[str]:
        if self._now is None:
            found = said(check(self.content, self.config, today, self.topics), self._folder)
            self._now = [line for line in found if line not in self._before]
        return self._now


def said(findings: list[Finding], folder: Path) -> list[str]:
    return [str(finding).removeprefix(f"{folder}/") for finding in findings]


@pytest.fixture(scope="module")
def small_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _small_tree(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def blamed_before(small_tree: Path) -> frozenset[str]:
    """What the content is blamed for as it stands, so that each test sees only what its own change brings."""
    return frozenset(Copy(small_tree, frozenset()).blames())


@pytest.fixture
def copy(tmp_path: Path, small_tree: Path, blamed_before: frozenset[str]) -> Copy:
    return Copy(Path(shutil.copytree(small_tree, tmp_path / "copy")), blamed_before)


def has(findings: list[str], *words: str) -> bool:
    """Whether one finding holds all these words, and every finding is `file:line: wrong: remedy.`"""
    assert all(re.fullmatch(r"[^:]+:\d+: .+: .+\.", finding) for finding in findings)
    return any(all(word in finding for word in words) for finding in findings)


def test_the_content_that_stands_holds() -> None:
    assert said(check(SETTINGS.content, SETTINGS.config, TODAY), SETTINGS.content.parent) == []


# What cannot be read


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("content/rights/law.selling/th.md", "facts: [", "facts: [[", "not YAML"),
        ("content/rights/law.selling/brief.yml", "points:", "points: {", "not YAML"),
        ("content/phrases/ro.yml", "page:\n", "page: [\n", "not YAML"),
        ("content/directory/evonhuset.yml", "ages: {", "ages: {{", "not YAML"),
        ("content/facts.yml", "c-112: {", "c-112: {{", "not YAML"),
        ("content/rights/law.selling/sv.md", "reviewed: 2026-11-20", "reviewed: 2026-02-30", "not YAML"),
        ("content/phrases/sv.yml", "page:\n", "page:\n  page.send: A\n", "page.send stands here and on line"),
        ("content/rights/law.selling/sv.md", "---\n", "", "needs front matter"),
        ("content/rights/law.selling/sv.md", "# sms", "# web", "the heading `# web`"),
        ("content/rights/law.selling/sv.md", "# sms", "", "the sms text is missing"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(copy: Copy, file: str, old: str, new: str, words: str) -> None:
    copy.change(file, old, new)
    assert has(copy.blames(), f"{file}:", words)


def test_the_line_is_that_of_the_fault(copy: Copy) -> None:
    file = "content/rights/law.selling/en.md"
    copy.change(file, "review_by: 2026-12-20", "review_by: soon")
    copy.change(file, "whoever you are.", "whoever you are {name}.")
    assert has(copy.blames(), f"{file}:{copy.line_of(file, 'review_by')}: review_by is no date")
    assert has(copy.blames(), f"{file}:{copy.line_of(file, '{name}')}: it holds a curly brace")


@pytest.mark.parametrize("value", ["3", "{a: [b]}", "[[1], {a: 2}]"])
@pytest.mark.parametrize("name", ["topic", "facts", "sources", "reviewed", "verify_before_launch"])
def test_a_value_of_the_wrong_kind_is_a_finding_not_a_fault(copy: Copy, name: str, value: str) -> None:
    file = "content/rights/law.selling/sv.md"
    line = copy.line_of(file, f"{name}:")
    copy.change(file, f"\n{name}:", f"\n{name}: {value}\nwas_{name}:")
    assert has(copy.blames(), f"{file}:{line}:")


def test_a_file_that_is_not_utf_8_is_named(copy: Copy) -> None:
    (copy.content / "phrases" / "sv.yml").write_bytes("page: {page.send: Sänd}".encode("latin-1"))
    assert has(copy.blames(), "content/phrases/sv.yml:1: it is not UTF-8")


# Rights


def test_a_missing_language_is_named(copy: Copy) -> None:
    (copy.content / "rights" / "law.selling" / "th.md").unlink()
    assert has(copy.blames(), "law.selling/th.md:1: is missing")


def test_a_topic_without_texts_is_named(copy: Copy) -> None:
    shutil.rmtree(copy.content / "rights" / "law.selling")
    assert has(copy.blames(), f"topics.yml:{copy.line_of('topics.yml', 'law.selling:')}: the topic law.selling")


def test_a_folder_that_is_no_topic_is_named(copy: Copy) -> None:
    shutil.copytree(copy.content / "rights" / "law.selling", copy.content / "rights" / "law.sell")
    assert has(copy.blames(), "law.sell/brief.yml", "law.sell is no topic")


def test_a_topic_stated_by_two_files_is_named(copy: Copy) -> None:
    copy.change("content/rights/law.selling/sv.md", "topic: law.selling", "topic: law.buying")
    assert has(copy.blames(), "law.selling/sv.md:2", "law.buying in sv is stated here and in law.buying/sv.md")


def test_a_file_that_nothing_reads_is_named(copy: Copy) -> None:
    strays = ["rights/law.selling/sv copy.md", "rights/law.selling.md", "phrases/fi.yml", "directory/bris.yaml"]
    for stray in strays:
        copy.write(f"content/{stray}", "")
    for stray in strays:
        assert has(copy.blames(), f"{stray}:1: nothing reads this file")


def test_front_matter_must_be_whole(copy: Copy) -> None:
    copy.change("content/rights/law.selling/sv.md", "reviewer: null\n", "")
    assert has(copy.blames(), "law.selling/sv.md", "lacks reviewer")


def test_a_review_that_is_due_is_named(copy: Copy) -> None:
    assert has(copy.blames(date(2030, 1, 1)), "review was due")


@pytest.mark.parametrize("days", ["reviewed: 2026-11-20\nreview_by: 2029-01-01", "reviewed: 2027-01-01"])
def test_review_dates_must_make_sense(copy: Copy, days: str) -> None:
    copy.change("content/rights/health.sti/sv.md", "reviewed: 2026-11-20", days)
    copy.change("content/rights/health.sti/sv.md", "review_by: 2027-02-20\n", "")
    assert has(copy.blames(), "health.sti/sv.md")


def test_an_unknown_fact_is_named(copy: Copy) -> None:
    copy.change("content/rights/law.selling/ro.md", "facts: [", "facts: [l-invented, ")
    assert has(copy.blames(), "law.selling/ro.md:4: the fact l-invented is unknown")


def test_texts_of_one_topic_rest_on_the_same_facts(copy: Copy) -> None:
    copy.change("content/rights/law.selling/ro.md", "facts: [", "facts: [c-112, ")
    assert has(copy.blames(), "law.selling/ro.md", "facts differ from brief.yml (c-112)")


def test_what_must_be_verified_before_launch_is_what_the_facts_say(copy: Copy) -> None:
    copy.change("content/facts.yml", 'c-112: {kind: "contact", confidence: "high", verify_before_launch: false', "")
    copy.change(
        "content/facts.yml", ', phone: "112"', 'c-112: {kind: contact, verify_before_launch: true, phone: "112"'
    )
    assert has(copy.blames(), "minor.self/en.md", "verify_before_launch does not name the facts", "c-112")


def test_a_source_that_no_fact_rests_on_is_named(copy: Copy) -> None:
    copy.change("content/rights/law.selling/en.md", "https://www.riksdagen.se", "https://blog.example")
    assert has(copy.blames(), "law.selling/en.md", "no fact rests on blog.example")


def test_a_web_text_that_is_too_long_is_named(copy: Copy) -> None:
    copy.change("content/rights/health.sti/sv.md", "# web\n", "# web\n\n" + "ord " * 130)
    copy.change("content/rights/health.sti/th.md", "# web\n", "# web\n\n" + "คำ " * 400)
    assert has(copy.blames(), "health.sti/sv.md", "the web text has")
    assert has(copy.blames(), "health.sti/th.md", "characters of at most 900")


def test_an_sms_that_costs_more_than_two_messages_is_named(copy: Copy) -> None:
    copy.change("content/rights/law.selling/ro.md", "# sms\n\n", "# sms\n\n" + "Șapte. " * 20)
    assert has(copy.blames(), "law.selling/ro.md", "the SMS text has", "of at most 134")


def test_an_sms_outside_gsm_7_is_named_where_the_language_allows_it(copy: Copy) -> None:
    copy.change("content/rights/law.selling/en.md", "# sms\n\n", "# sms\n\n’")
    assert has(copy.blames(), "characters outside GSM-7 (’)")


# Phrases and phrasebook


@pytest.mark.parametrize("folder", ["phrases", "phrasebook"])
def test_every_id_stands_in_every_language(copy: Copy, folder: str) -> None:
    name = {"phrases": "page.send", "phrasebook": "greet.hello"}[folder]
    copy.change(f"content/{folder}/ro.yml", f"{name}:", f"{name}s:")
    assert has(copy.blames(), f"{folder}/ro.yml", f"{name} is missing")
    assert has(copy.blames(), f"{folder}/ro.yml", f"{name}s is not in ids.yml")


def test_what_is_sent_as_a_text_is_written_in_gsm7_where_the_language_allows(copy: Copy) -> None:
    copy.change("content/phrases/sv.yml", 'sms.language_set: "OK,', 'sms.language_set: "OK –')
    assert has(copy.blames(), "sms.language_set: the SMS text holds characters outside GSM-7 (–)")


def test_phrases_have_the_same_braces(copy: Copy) -> None:
    copy.change("content/phrases/th.yml", "{place}", "{plaats}")
    assert has(copy.blames(), "phrases/th.yml", "use the same braces")


def test_a_phrase_that_is_too_long_is_named_with_its_line(copy: Copy) -> None:
    line = copy.line_of("content/phrases/en.yml", "page.send:")
    copy.change("content/phrases/en.yml", 'page.send: "', 'page.send: "Press here to ')
    assert has(copy.blames(), f"phrases/en.yml:{line}: page.send: has", "of at most 12")


def test_a_phrase_that_is_no_text_is_named(copy: Copy) -> None:
    copy.change("content/phrases/en.yml", "  page.send: ", "  page.send: 1 #")
    assert has(copy.blames(), "phrases/en.yml", "page.send is no text")


def test_the_phrasebook_rests_on_known_facts(copy: Copy) -> None:
    copy.change("content/phrasebook/ids.yml", "facts: [c-112", "facts: [c-113")
    assert has(copy.blames(), "phrasebook/ids.yml", "unknown fact c-113")


def test_a_missing_language_of_the_phrasebook_is_named(copy: Copy) -> None:
    (copy.content / "phrasebook" / "en.yml").unlink()
    assert has(copy.blames(), "phrasebook/en.yml:1: the file is missing")


# Directory


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("needs: [talk", "needs: [chatter", "the need chatter is unknown"),
        ("who: [self", "who: [selves", "who is not in form"),
        ("ages: {from: 15", "ages: {from: fifteen", "ages is not in form"),
        ("gender: any", "gender: all", "gender is not in form"),
        ("counties: [skane]", "counties: [scania]", "scania is none of the counties"),
        ("towns: [malmo]", "towns: [malmoe]", "malmoe is none of the towns"),
        ("counties: [skane]", "counties: []", "where is not in form"),
        ("hours: unknown", "hours: always open", "hours is not in form"),
        ("hours: unknown", 'hours: [{days: [mon], from: "8", to: "16:00"}]', "hours is not in form"),
        ("hours: unknown", 'hours: [{days: [monday], from: "08:00", to: "16:00"}]', "hours is not in form"),
        ("languages: [", "languages: [klingon, ", "languages is not in form"),
        ("free: true", "free: perhaps", "free is not in form"),
        ("checked: 2026-11-20", "checked: lately", "checked is not in form"),
        ("gender: any\n", "", "it lacks gender"),
        ("gender: any", "gender: any\ncolour: red", "nothing reads colour"),
        ("listed: true", "listed: false", "does not say why"),
        ('phone: "020-35 40 40"', 'phone: "020-35 40 41"', "phone is 020-35 40 41"),
        ('web: "https://malmo.se"', 'web: "https://malmo.example"', "web is https://malmo.example"),
        ("verify_before_launch: true", "verify_before_launch: false", "verify_before_launch is False"),
        ("fact: c-evonhuset", "fact: c-bris", "c-bris stands here and in bris.yml"),
        ("fact: c-evonhuset", "fact: c-nobody", "c-nobody is no contact of the fact base"),
        ("  en: ", "  de: ", "says lacks en"),
        ('  en: "', f'  en: "{"Very " * 50}', "says has"),
    ],
)
def test_a_service_out_of_form_is_named(copy: Copy, old: str, new: str, words: str) -> None:
    copy.change("content/directory/evonhuset.yml", old, new)
    assert has(copy.blames(), "directory/evonhuset.yml", words)


def test_every_contact_has_a_file(copy: Copy) -> None:
    (copy.content / "directory" / "evonhuset.yml").unlink()
    assert has(copy.blames(), "directory/evonhuset.yml:1: the contact c-evonhuset has no file")


def test_the_needs_of_every_topic_are_known(copy: Copy) -> None:
    copy.change("content/directory/needs.yml", "  law.selling:", "  law.sell:")
    assert has(copy.blames(), "needs.yml", "law.sell is no topic")
    assert has(copy.blames(), "needs.yml", "the topic law.selling has no needs")


# Numbers and addresses


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("content/rights/law.selling/ro.md", "114 14"),
        ("content/rights/law.selling/th.md", "073-920 68 17"),
        ("content/phrases/sv.yml", "116 016"),
        ("content/phrasebook/en.yml", "112"),
        ("content/directory/bris.yml", '  en: "'),
    ],
)
def test_a_number_that_is_not_in_the_directory_is_named_in_any_text(copy: Copy, file: str, old: str) -> None:
    copy.change(file, old, f"{old}{INVENTED} " if old.endswith('"') else INVENTED)
    assert has(copy.blames(), f"{file}:", f"the number {INVENTED} is not in the directory")


@pytest.mark.parametrize("number", ["114 15", "116 017", "1178", "90 391", "020-112 100", "+46 70 174 06 05"])
def test_a_mistyped_number_is_seen(copy: Copy, number: str) -> None:
    copy.change("content/rights/law.selling/en.md", "114 14", number)
    assert has(copy.blames(), "law.selling/en.md", f"the number {number} is not in the directory")


@pytest.mark.parametrize(
    "harmless",
    ["1 000 000 kr", "2026-11-20", "08-16.30", "6 kap. 11 §", "15-17 112", "116 016 020-35 40 40", "90 000 kr"],
)
def test_years_prices_sections_ages_and_hours_are_no_numbers_to_call(copy: Copy, harmless: str) -> None:
    copy.change("content/rights/law.selling/en.md", "police 114 14.", f"police 114 14. ({harmless})")
    assert not has(copy.blames(), "is not in the directory")


def test_a_number_of_a_service_that_is_not_listed_is_not_shown(copy: Copy) -> None:
    copy.change("content/directory/evonhuset.yml", "listed: true", 'listed: false\nwhy_not: "closed"')
    assert has(copy.blames(), "rights/support.", "the number 020-35 40 40 is not in the directory")


def test_what_people_are_shown_the_door_must_not_redact(copy: Copy) -> None:
    copy.change("config/redaction/directory-numbers.yml", '"020-35 40 40"', '"020-35 40 41"')
    copy.change("config/redaction/directory-numbers.yml", "- dittecpat.se", "- dittecpat.example")
    assert has(copy.blames(), "directory-numbers.yml", "lacks the number 020354040")
    assert has(copy.blames(), "directory-numbers.yml", "lacks the site dittecpat.se")


def test_an_address_of_neither_directory_nor_sources_is_named(copy: Copy) -> None:
    copy.change("content/rights/law.selling/en.md", "Stockholm, gives", "Stockholm (safehavens.example), gives")
    assert has(copy.blames(), "law.selling/en.md", "the address safehavens.example is in neither")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://www.riksdagen.se", "does not begin with https://"),
        ("https://riksdagen", "has no host with a dot"),
        ("https://www.riksdagen.se/a b", "holds a space"),
        ("https://www.riksdagen.se/?utm_source=x", "carries what tracks the reader"),
        ("https://www.riksdagen.se/?a=1&fbclid=x", "carries what tracks the reader"),
        ("https://[riksdagen", "is not well formed"),
    ],
)
def test_a_link_that_is_dead_in_form_is_named(copy: Copy, url: str, words: str) -> None:
    file = "content/rights/law.selling/en.md"
    line = copy.line_of(file, "url: ")
    row = (copy.content / "rights/law.selling/en.md").read_text("utf-8").splitlines()[line - 1]
    copy.change(file, row, f'    url: "{url}"')
    assert has(copy.blames(), f"{file}:{line}: the link {url} {words}")


# Reading level


def test_long_words_in_long_sentences_are_named(copy: Copy) -> None:
    hard = "Myndigheternas uppehållstillståndsbedömningar förutsätter utredningsåtgärder, " * 12
    copy.change("content/rights/law.selling/sv.md", "# web\n", f"# web\n\n{hard}")
    assert has(copy.blames(), "law.selling/sv.md", "its LIX is", "over 40 for sv")


def test_thai_without_spaces_is_named_with_its_line(copy: Copy) -> None:
    file = "content/rights/law.selling/th.md"
    copy.change(file, "ในสวีเดน การขาย", "ในสวีเดน" + "การขายบริการทางเพศไม่ผิดกฎหมาย" * 4 + "การขาย")
    assert has(copy.blames(), f"{file}:{copy.line_of(file, 'ในสวีเดน')}:", "characters stand without a space")


# Drift


def test_a_number_that_one_language_lacks_is_named(copy: Copy) -> None:
    copy.change("content/rights/safety.controlled/ro.md", "30 de zile", "un timp")
    assert has(copy.blames(), "safety.controlled/ro.md", "“30” is lacking in ro")


def test_a_number_that_only_one_language_has_is_named(copy: Copy) -> None:
    copy.change("content/rights/safety.controlled/en.md", "to recover and think.", "to recover, or 90 days.")
    assert has(copy.blames(), "safety.controlled/en.md", "“90” stands here and not in")


def test_a_number_in_words_is_the_same_number(copy: Copy) -> None:
    copy.change("content/rights/safety.controlled/en.md", "may get 30 days", "may get thirty days")
    assert not has(copy.blames(), "“30”")


def test_a_line_that_one_language_does_not_give_is_named(copy: Copy) -> None:
    copy.change("content/rights/safety.controlled/th.md", " 116 016 สายสำหรับ", " สายสำหรับ")
    assert has(copy.blames(), "safety.controlled/th.md", "“116016” is lacking in th")


def test_a_service_that_one_language_does_not_name_is_named(copy: Copy) -> None:
    for part in ("Evonhuset", "Evonhuset"):
        copy.change("content/rights/support.local_services/en.md", part, "The house")
    copy.change("content/rights/support.local_services/en.md", "020-35 40 40", "0")
    assert has(copy.blames(), "support.local_services/en.md", "“Evonhuset” is lacking in en")


def test_a_site_that_one_language_does_not_name_is_named(copy: Copy) -> None:
    copy.change("content/rights/minor.self/ro.md", "Ditt ECPAT, dittecpat.se", "Ditt ECPAT")
    assert has(copy.blames(), "minor.self/ro.md", "“dittecpat.se” is lacking in ro")


def test_a_sentence_that_lost_its_not_is_named(copy: Copy) -> None:
    copy.change("content/phrases/ids.yml", """, differs: {negation: "en says it with 'before'"}""", "")
    copy.change("content/phrases/sv.yml", "Boten såg det inte.", "Boten såg det.")
    copy.change("content/phrases/en.yml", "this was hidden before the bot saw your message", "the bot did not see it")
    assert has(copy.blames(), "phrases/sv.yml", "page.hidden: “negation”: 0 here")


def test_an_sms_says_no_number_that_its_web_text_lacks(copy: Copy) -> None:
    copy.change(
        "content/rights/law.selling/en.md", "It can still affect permits, home", "Call 1177. It can affect home"
    )
    assert has(copy.blames(), "law.selling/en.md", "“1177” stands in the SMS text and not in the web text")


def test_112_stands_in_the_sms_of_all_languages_or_none(copy: Copy) -> None:
    copy.change("content/rights/safety.controlled/ro.md", "Pericol: 112. Nimeni", "Nimeni")
    assert has(copy.blames(), "safety.controlled/ro.md", "“112” is lacking in ro")


def test_an_editor_can_state_that_a_difference_is_meant(copy: Copy) -> None:
    copy.change("content/rights/safety.controlled/ro.md", "30 de zile", "un timp")
    copy.change("content/rights/safety.controlled/brief.yml", "points:", 'differs: {"30": "said as a while"}\npoints:')
    assert not has(copy.blames(), "“30”")


def test_a_stated_difference_that_is_none_is_named(copy: Copy) -> None:
    file = "content/rights/law.selling/brief.yml"
    copy.change(file, "points:", 'differs: {"7": "no reason"}\npoints:')
    assert has(copy.blames(), f"{file}:{copy.line_of(file, 'differs')}: differs: nothing differs in “7”")
