"""The texts that counsellors may send, as they are published."""

import shutil
from pathlib import Path

import pytest

from tests.desk.counsellor import Counsellor
from triage_api.desk.sendable import ContentMissing, Published
from triage_api.settings import ROOT, Settings
from triage_api.words import Language


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small part of the content, to be changed."""
    for topic in ("law.selling", "health.sti"):
        shutil.copytree(ROOT / "content" / "rights" / topic, tmp_path / "rights" / topic)
    shutil.copytree(ROOT / "content" / "directory", tmp_path / "directory")
    return tmp_path


@pytest.mark.parametrize("language", Language)
def test_every_topic_and_every_listed_service_is_there_in_each_language(language: Language) -> None:
    found = Published(Settings().content, Settings().config).of(language)
    topics = {one.name for one in (ROOT / "content" / "rights").iterdir()}
    assert {one.topic for one in found.rights} == topics
    assert all(one.web and one.sms and one.sources and "# sms" not in one.web for one in found.rights)
    assert len(found.services) > 50
    assert all(one.name and one.says for one in found.services)


def test_a_counsellor_is_given_them_with_source_and_date(maja: Counsellor) -> None:
    answer = maja.call("GET", "content/th")
    (right,) = [one for one in answer.json()["rights"] if one["topic"] == "law.selling"]
    assert "Safe Havens" in right["sms"]
    assert right["sources"][0]["url"].startswith("https://")
    assert right["reviewed"] < right["review_by"]
    assert maja.call("GET", "content/de").status_code == 422


def test_what_is_not_listed_is_not_sent(folder: Path) -> None:
    published = Published(folder, Settings().config)
    before = {one.id for one in published.of(Language.sv).services}
    file = folder / "directory" / "kvinnofridslinjen.yml"
    file.write_text(file.read_text().replace("listed: true", "listed: false"))
    after = {one.id for one in published.of(Language.sv).services}
    assert before - after == {"c-kvinnofridslinjen"}


def test_a_mistake_in_a_file_takes_nothing_away(folder: Path) -> None:
    published = Published(folder, Settings().config)
    before = published.of(Language.sv)
    (folder / "rights" / "law.selling" / "sv.md").write_text("no front matter")
    assert published.of(Language.sv) == before
    with pytest.raises(ContentMissing):
        Published(folder, Settings().config).of(Language.sv)


def test_places_stand_in_the_readers_language() -> None:
    services = {one.id: one for one in Published(Settings().content, Settings().config).of(Language.en).services}
    places = [place for one in services.values() for place in one.places]
    assert "Gothenburg" in places
    assert all(place[0].isupper() for place in places)
