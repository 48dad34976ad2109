"""Which place a message names, in any spelling, and which words only look like one."""

import time
from pathlib import Path

import pytest
import yaml

from bot.nlu.places import PLACES, Place, PlacesError, find_place, read_places, town_ids

COUNTS = (26, 8, 9, 13, 13, 8, 12, 1, 5, 33, 6, 49, 16, 12, 10, 15, 10, 7, 8, 15, 14)
RAW = yaml.safe_load(PLACES.read_text(encoding="utf-8"))


def place(text: str, language: str = "sv") -> tuple[str, str | None] | None:
    found = find_place(text, language)
    return (found.county, found.town) if found else None


# --- the list


def test_every_county_has_as_many_municipalities_as_it_has() -> None:
    assert tuple(len(county["towns"]) for county in RAW["counties"].values()) == COUNTS
    assert len(town_ids(RAW["counties"])) == 290


def test_every_county_is_called_something_in_four_languages() -> None:
    assert all(set(county["name"]) == {"sv", "en", "th", "ro"} for county in RAW["counties"].values())


def test_every_municipality_is_found_by_its_name_with_and_without_dots() -> None:
    plain = str.maketrans("åäöÅÄÖ", "aaoAAO")
    for town, (county, name) in town_ids(RAW["counties"]).items():
        assert place(f"jag bor i {name}") == (county, town)
        if town != "habo_uppsala":  # Habo and Håbo are told apart by the ring alone
            assert place(f"jag bor i {name.translate(plain).lower()}") == (county, town)


def test_two_towns_that_share_an_id_have_their_county_behind_it() -> None:
    assert place("Habo") == ("jonkoping", "habo_jonkoping")
    assert place("håbo") == ("uppsala", "habo_uppsala")


@pytest.mark.parametrize("broken", ["counties: [", "counties: {}\n", "[]", "towns: {}\n"])
def test_a_list_that_cannot_be_used_names_itself(tmp_path: Path, broken: str) -> None:
    (tmp_path / "places.yml").write_text(broken, encoding="utf-8")
    with pytest.raises(PlacesError, match=r"places\.yml:\d+: .*; mend"):
        read_places.__wrapped__(tmp_path / "places.yml")


# --- finding


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(
            (text, "sv")
            for text in ("Malmö", "i Malmö?", "MALMÖ", "malmo", "Malmø", "Malmoe", "jag bor i Malmö", "Malmo\u0308")
        ),
        *((text, "en") for text in ("near Malmö", "I live in Malmö now", "Malmö, Sweden", "Malmö please")),
        *((text, "th") for text in ("ใกล้มัลเมอ", "มัลเมอ", "หนูอยู่มัลเมอค่ะ", "แถวๆ Malmö", "อยู่มัลโม่", "ใกล้ malmo ค่ะ")),
        *(
            (text, "ro")
            for text in ("lângă Malmö", "langa malmo", "în Malmö", "Da, la Malmö.", "sunt in Malmo", "Stau în Malmö")
        ),
        ("⟦address⟧ Malmö", "sv"),
        ("Rosengård", "sv"),
        ("Malmö, Skåne", "sv"),
    ],
)
def test_a_message_that_is_nothing_but_a_place_is_bare(text: str, language: str) -> None:
    assert find_place(text, language) == Place("skane", "malmo", bare=True)


@pytest.mark.parametrize(
    ("text", "language", "county", "town"),
    [
        ("finns det nåt stöd i Norrköping för en kille på 20", "sv", "ostergotland", "norrkoping"),
        ("hjalp i vasteras?", "sv", "vastmanland", "vasteras"),
        ("jag säljer utanför Upplands-Bro", "sv", "stockholm", "upplands_bro"),
        ("någon i stockholmstrakten man kan prata med", "sv", "stockholm", "stockholm"),
        ("mika gbg adress?", "sv", "vastra_gotaland", "goteborg"),
        ("vad finns i Visby", "sv", "gotland", "gotland"),
        ("is there a drop-in in Gothenburg on Fridays", "en", "vastra_gotaland", "goteborg"),
        ("I moved from Stockholm to Sundsvall", "en", "vasternorrland", "sundsvall"),
        ("not in Stockholm, I work in Solna", "en", "stockholm", "solna"),
        ("สมัครงานที่โกเธนเบิร์กมีใครช่วยได้ไหม", "th", "vastra_gotaland", "goteborg"),
        ("มาจากสตอกโฮล์ม ตอนนี้ทำงานที่อุปซอลา", "th", "uppsala", "uppsala"),
        ("ทำงานอยู่ Åre ถึงเมษา", "th", "jamtland", "are"),
        ("sundsvall mee mor samrap phuak rao mai", "th", "vasternorrland", "sundsvall"),
        ("unde merg in halmstad, stiti ceva?", "ro", "halland", "halmstad"),
        ("ceva în örebro pt fete ca mine?", "ro", "orebro", "orebro"),
    ],
)
def test_a_town_is_found_among_other_words(text: str, language: str, county: str, town: str) -> None:
    assert find_place(text, language) == Place(county, town, bare=False)


@pytest.mark.parametrize(
    ("text", "language", "county"),
    [
        ("Skåne", "sv", "skane"),
        ("i Skåne län", "sv", "skane"),
        ("Stockholms län", "sv", "stockholm"),
        ("Region Västra Götaland", "sv", "vastra_gotaland"),
        ("jonkopings lan", "sv", "jonkoping"),
        ("Scania", "en", "skane"),
        ("Kalmar County", "en", "kalmar"),
        ("สโกเน", "th", "skane"),
        ("regiunea Örebro", "ro", "orebro"),
    ],
)
def test_a_county_named_alone_gives_the_county_only(text: str, language: str, county: str) -> None:
    assert find_place(text, language) == Place(county, None, bare=True)


def test_the_name_of_a_county_and_a_town_means_the_town() -> None:
    assert place("Stockholm", "en") == ("stockholm", "stockholm")
    assert place("kalmar") == ("kalmar", "kalmar")


# --- what only looks like a place


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jag vill vara ifred", "sv"),
        ("hur ska jag ta till vara på mina rättigheter", "sv"),
        ("jag vill till mora mi", "sv"),
        ("kan vi ange honom utan att hon får veta", "sv"),
        ("Ange gärna ett nummer", "sv"),
        ("tränas ai på det här", "sv"),
        ("han säger att han ska skära mig", "sv"),
        ("stod i trosa och bh", "sv"),
        ("jag ska fly till Nora, hon är min vän", "sv"),
        ("where are you", "en"),
        ("Are you a bot", "en"),
        ("kinda", "en"),
        ("i'm in kinda deep trouble", "en"),
        ("my boyfriend Mark hits me", "en"),
        ("i had an ale too many", "en"),
        ("he is angered", "en"),
        ("is it stockholm syndrome", "en"),
        ("el are banii mei", "ro"),
        ("copiii ale mele", "ro"),
        ("din vara trecută", "ro"),
        ("verișoara, vara mea, e acolo", "ro"),
        ("în sala de așteptare", "ro"),
        ("เพื่อนอยู่สก็อตแลนด์", "th"),
        ("เขาเป็นนักการเมือง", "th"),
        ("ลุ้นอยู่นะ", "th"),
    ],
)
def test_ordinary_words_and_names_are_no_places(text: str, language: str) -> None:
    assert find_place(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "town"),
    [
        ("jag bor i vara", "sv", "vara"),
        ("Mora", "sv", "mora"),
        ("mora?", "sv", "mora"),
        ("stöd nära hjo", "sv", "hjo"),
        ("finns det hjälp, helst Kil eller så", "sv", "kil"),
        ("ale kommun", "sv", "ale"),
        ("någon i Nora", "sv", "nora"),
        ("i live in mora", "en", "mora"),
        ("un hotel în Åre", "ro", "are"),
        ("ใกล้ mora", "th", "mora"),
        ("jag jobbar i sälen", "sv", "malung_salen"),
    ],
)
def test_a_cue_a_capital_or_nothing_else_makes_a_place_of_an_ordinary_word(text: str, language: str, town: str) -> None:
    found = find_place(text, language)
    assert found is not None
    assert found.town == town


@pytest.mark.parametrize(
    "text", ["Bangkok", "กรุงเทพ", "București", "la Bucuresti", "Oslo", "", "112", "⟦address⟧", "😀", None]
)
def test_other_countries_and_nothing_give_none(text: str) -> None:
    assert all(find_place(text, language) is None for language in ("sv", "en", "th", "ro"))


def test_more_than_a_place_is_not_bare() -> None:
    for text in ("Malmö 19 år", "hjälp i Malmö", "Malmö eller Lund", "han slår mig i Malmö"):
        found = find_place(text, "sv")
        assert found is not None
        assert not found.bare


def test_a_message_takes_a_fifth_of_a_millisecond_at_most() -> None:
    texts = ["jag har precis flyttat till Hudiksvall och undrar var man gar for provtagning och samtal"] * 200
    find_place(texts[0], "sv")
    begun = time.perf_counter()
    for text in texts:
        find_place(text, "sv")
    assert (time.perf_counter() - begun) / len(texts) < 0.0002
