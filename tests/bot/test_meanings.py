"""What words mean: the same in four languages, in any spelling."""

from pathlib import Path

import pytest

from bot.nlu.clean import clean
from bot.nlu.meanings import MeaningsError, load_meanings, meanings_of
from bot.nlu.tokens import tokenise


def found(text: str) -> set[str]:
    return meanings_of(clean(text), tokenise(clean(text)))


@pytest.mark.parametrize(
    ("meaning", "texts"),
    [
        ("police", ["the cops came", "snuten kom hit", "ตำรวจมา", "tamruat ma", "a venit politia"]),
        ("passport_taken", ["he took my passport", "han tog mitt pass", "เขายึดพาสปอร์ต", "mi-a luat pasaportul"]),
        ("condom_broke", ["the condom broke", "kondomen sprack", "ถุงยางแตก", "s-a rupt prezervativul"]),
        ("q_is_it_legal", ["is it legal to sell", "är det lagligt", "ผิดกฎหมายไหม", "e legal sa vand"]),
        ("cannot_sleep", ["i can't sleep", "jag kan inte sova", "นอนไม่หลับ", "nu pot dormi"]),
    ],
)
def test_a_meaning_is_one_in_four_languages(meaning: str, texts: list[str]) -> None:
    assert [text for text in texts if meaning not in found(text)] == []


def test_marks_and_endings_are_free_and_words_are_whole() -> None:
    assert found("mi-a luat pașaportul") == found("mia luat pasaportul")
    assert found("I can’t sleep") == found("i cant sleep")
    assert found("POLIȚIA") == found("politia") == found("poliţia")
    assert "police" in found("polisen")
    assert "hello" not in found("hejdas")


def test_words_of_an_entry_must_follow_each_other() -> None:
    assert "condom_broke" in found("i think the condom broke yesterday")
    assert "condom_broke" not in found("the condom was fine, my phone broke")


def test_thai_is_found_without_spaces_and_inside_other_text() -> None:
    assert "police" in found("มีตำรวจมาหน้าห้อง")
    assert "police" in found("jag såg ตำรวจ igår")


def test_nothing_is_found_in_nothing() -> None:
    assert found("") == set()


def write(folder: Path, **texts: str) -> Path:
    for language in ("sv", "en", "th", "ro"):
        (folder / f"{language}.yml").write_text(texts.get(language, "police: [polis]\n"), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("police: [polis]\nsky: [himmel]\n", "'sky' of sv.yml is missing"),
        ("police: [no]\n", "must be a list of words"),
        ("police: []\n", "must be a list of words"),
        ("police: [", "this is not YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, broken: str, says: str) -> None:
    with pytest.raises(MeaningsError, match=says):
        load_meanings(write(tmp_path, sv=broken))
