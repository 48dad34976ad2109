"""What a message means where it stands, without a trained model."""

from typing import Any

import pytest

from bot.conversation import gather
from bot.conversation.after_danger import after_danger
from bot.conversation.danger import danger_text, is_calmer, plan_after_thoughts, says_better
from bot.conversation.meaning import Meaning, meaning_of, told_in_passing
from bot.conversation.message import Said
from bot.conversation.roles import asked_in_role, told_of_writer
from bot.conversation.standing import standing
from bot.conversation.taken import overdose_in
from bot.conversation.violence import violence_in
from bot.conversation.words import has
from bot.conversation.writer import for_this_writer, for_writer, says_own_age
from bot.nlu import urgency
from bot.nlu.openings import without_greeting
from bot.nlu.signs import Sign
from bot.nlu.topic import Topics

UNCLEAR: Topics = [("chat.out_of_scope", 0.1)]


def meaning(
    text: str, language: str, topics: Topics = UNCLEAR, level: str = "routine", /, **metadata: Any
) -> Meaning | None:
    return meaning_of(Said(text, language, topics), level, standing(metadata))


def told(text: str, language: str, /, **metadata: Any) -> dict[str, Any]:
    return told_in_passing(Said(text, language, UNCLEAR), standing(metadata))


def intent(
    text: str, language: str, topics: Topics = UNCLEAR, level: str = "routine", /, **metadata: Any
) -> str | None:
    found = meaning(text, language, topics, level, **metadata)
    return found.intent if found else None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("och om jag inte har papper?", "sv"),
        ("utan uppehållstillstånd då", "sv"),
        ("and if i have no papers?", "en"),
        ("what if my visa expired", "en"),
        ("แล้วถ้าไม่มีวีซ่าล่ะ", "th"),
        ("ถ้าไม่มีเอกสารล่ะ", "th"),
        ("și dacă nu am acte?", "ro"),
        ("dar daca n-am viza", "ro"),
    ],
)
def test_having_no_papers_means_another_thing_after_health_than_after_law(text: str, language: str) -> None:
    assert intent(text, language, topic="health.sti") == "health.no_papers_care"
    assert intent(text, language, topic="law.selling") == "migration.deportation"
    assert intent(text, language) is None, "with nothing before it, it is a message of its own"


@pytest.mark.parametrize(
    ("text", "language", "leads_to"),
    [
        ("får polisen veta det?", "sv", "service.police_contact"),
        ("and will the police know", "en", "service.police_contact"),
        ("แล้วตำรวจจะรู้ไหม", "th", "service.police_contact"),
        ("si afla politia?", "ro", "service.police_contact"),
        ("är det anonymt?", "sv", "health.secrecy"),
        ("is it anonymous?", "en", "health.secrecy"),
        ("แล้วเป็นความลับไหม", "th", "health.secrecy"),
        ("e anonim?", "ro", "health.secrecy"),
        ("men om jag inte kan svenska", "sv", "service.languages"),
        ("but i don't speak swedish", "en", "service.languages"),
        ("แต่พูดสวีเดนไม่ได้", "th", "service.languages"),
        ("dar nu vorbesc suedeza", "ro", "service.languages"),
        ("och om jag är 16", "sv", "minor.self"),
        ("and if i am under 18", "en", "minor.self"),
        ("แล้วถ้าอายุไม่ถึง 18", "th", "minor.self"),
        ("si daca am 16 ani", "ro", "minor.self"),
        ("och var?", "sv", "near"),
        ("where?", "en", "near"),
        ("แล้วที่ไหนล่ะ", "th", "near"),
        ("ไปหาหมอที่ไหน", "th", "near"),
        ("ไปเอายาที่ไหน", "th", "near"),
        ("pai thi nai dee", "th", "near"),
        ("laew tamruat ja ru mai", "th", "service.police_contact"),
        ("gep khomun mai", "th", "health.secrecy"),
        ("เค้าแจ้ง ตม มั้ย", "th", "health.secrecy"),
        ("unde?", "ro", "near"),
    ],
)
def test_a_short_question_leans_on_the_topic_just_answered(text: str, language: str, leads_to: str) -> None:
    assert intent(text, language, topic="health.sti") == leads_to


def test_who_gets_to_know_is_asked_of_care_after_care_and_of_this_chat_after_all_else() -> None:
    assert intent("är det anonymt?", "sv", topic="health.pregnancy") == "health.secrecy"
    assert intent("är det anonymt?", "sv", topic="law.selling") == "service.anonymity"


def test_a_long_message_is_one_of_its_own() -> None:
    text = (
        "jag undrar vad som händer med mig om jag söker vård för min klamydia och inte har några papper alls i landet"
    )
    assert intent(text, "sv", topic="law.selling") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("Malmö", "sv"), ("near Malmö?", "en"), ("ใกล้มัลเมอ", "th"), ("lângă Malmö", "ro"), ("i Malmö?", "sv")],
)
def test_a_place_alone_asks_for_help_near_it_about_what_was_answered(text: str, language: str) -> None:
    found = meaning(text, language, topic="health.sti")
    assert found is not None
    assert (found.intent, found.tells["about"]) == ("near", "health.sti")
    assert told(text, language) == {"place": {"county": "skane", "town": "malmo"}, "place_known": True}


def test_a_place_named_in_passing_is_kept_and_the_message_answered() -> None:
    text = "jag bor i Malmö och undrar om det är lagligt att sälja sex"
    assert meaning(text, "sv") is None
    assert told(text, "sv")["place"]["town"] == "malmo"


@pytest.mark.parametrize(
    ("text", "language", "writer", "age"),
    [
        ("16", "sv", "minor", "child"),
        ("jag är 17", "sv", "minor", "child"),
        ("I'm 19", "en", None, "young"),
        ("25 ปี", "th", None, "young"),
        ("อายุ ๑๖", "th", "minor", "child"),
        ("am 40 de ani", "ro", None, "adult"),
    ],
)
def test_an_age_answers_the_question_for_it(text: str, language: str, writer: str | None, age: str) -> None:
    found = meaning(text, language, asked="age", topic="health.sti")
    assert found is not None
    assert (found.tells.get("writer"), found.tells["age"]) == (writer, age)


@pytest.mark.parametrize("text", ["under 18", "over 25", "10 20", "070", "jag är 17 och min kille är elak mot mig"])
def test_what_is_no_plain_age_is_not_taken_for_one(text: str) -> None:
    found = meaning(text, "sv", asked="age")
    assert found is None or "age" not in found.tells


def test_a_bare_age_under_18_is_one_also_unasked_and_not_knowing_is_an_answer() -> None:
    assert intent("15", "sv") == "minor.self"
    assert intent("31", "sv") is None
    assert intent("15", "sv", writer="friend") is None, "that is the age of whom they write of"
    assert intent("nu stiu. uneori da uneori nu", "ro", asked="safe") == "skipped"
    assert intent("nu stiu ce sa fac", "ro", asked="safe") is None, "that is a question"


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("nu", "safety.immediate_danger"),
        ("nu chiar", "safety.immediate_danger"),
        ("nu l cunosc", None),
        ("nu vr", None),
    ],
)
def test_a_no_that_says_something_of_its_own_answers_nothing(text: str, answers: str | None) -> None:
    assert intent(text, "ro", [("chat.deny", 0.8)], asked="safe") == answers


def test_words_typed_short_are_read_whole() -> None:
    assert Said("nu vr acu pt asta", "ro", UNCLEAR).plain == "nu vreau acum pentru asta"
    assert Said("pt vr", "sv", UNCLEAR).plain == "pt vr"
    assert intent("idk", "en") is None


def test_a_plain_yes_or_no_answers_the_open_question_and_nothing_without_one() -> None:
    yes, no = [("chat.affirm", 0.9)], [("chat.deny", 0.9)]
    assert intent("ja", "sv", yes, asked="decides") == "safety.controlled"
    assert intent("nej", "sv", no, asked="decides") == "answered"
    assert intent("nej", "sv", no, asked="safe") == "safety.immediate_danger"
    assert intent("nej", "sv", no, asked="place") == "skipped"
    assert intent("ja", "sv", yes) is None
    assert intent("ja", "sv", yes, asked="no such question") is None


def test_what_a_friend_tells_is_taken_as_that_unless_it_is_a_question_of_its_own() -> None:
    asks: Topics = [("law.selling", 0.39)]
    assert intent("daca chem politia o baga la puscarie?", "ro", asks, asked="friend_why", writer="friend") is None
    why = "hon har nya kläder hela tiden och svarar aldrig i telefon"
    assert intent(why, "sv", [("support.money", 0.5)], asked="friend_why") == "friend_told"
    assert intent(why, "sv", [("friend.signs", 0.5)], asked="friend_why") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jag jobbar som kurator på en skola, en elev har berättat något", "sv"),
        ("hur når jag regionkoordinatorn?", "sv"),
        ("I work as a nurse and one of my patients sells sex", "en"),
        ("ฉันเป็นพยาบาล คนไข้เล่าให้ฟัง", "th"),
        ("sunt asistentă socială și o clientă mi-a povestit", "ro"),
    ],
)
def test_someone_who_asks_from_their_work_gets_the_coordinators(text: str, language: str) -> None:
    assert intent(text, language) == "professional.coordinators"
    assert intent(text, language, UNCLEAR, "high") == "professional.coordinators"


@pytest.mark.parametrize(
    ("text", "language"),
    [("jag jobbar som sjuksköterska och säljer sex ibland", "sv"), ("I am a student and I sell sex", "en")],
)
def test_someone_with_a_profession_who_writes_of_themselves_is_not_taken_for_one_who_asks_from_work(
    text: str, language: str
) -> None:
    assert intent(text, language) is None


@pytest.mark.parametrize(
    "metadata", [{}, {"asked": 7, "topic": []}, {"asked": {}, "topic": None}, {"topic": "no.such"}]
)
def test_odd_metadata_stops_nothing(metadata: dict[str, Any]) -> None:
    meaning("och om jag inte har papper?", "sv", **metadata)
    told("och om jag inte har papper?", "sv", **metadata)


LOW = standing({"signs": [{"id": "suicidal", "level": "high", "words": "orkar inte leva"}]})
CALM = [
    ("han har gått nu, det är lugnt", "sv"),
    ("hes gone, im ok now", "en"),
    ("เค้าไปแล้วค่ะ ตอนนี้โอเคแล้ว", "th"),
    ("man lap laew", "th"),
    ("khao ok pai laew, plot phai laew kha", "th"),
    ("a plecat, e ok acum", "ro"),
]
NOT_CALM = [
    ("han har gått nu men han kommer tillbaka", "sv"),
    ("he left but i still cant breathe", "en"),
    ("เค้าไปแล้ว แต่ยังอยู่หน้าบ้าน", "th"),
    ("man lap yu tae lock hong wai", "th"),
    ("khao pai laew tae diao klap ma", "th"),
    ("a plecat dar m-a incuiat", "ro"),
]


@pytest.mark.parametrize(("text", "language"), CALM)
def test_after_danger_it_may_be_calmer_and_only_then(text: str, language: str) -> None:
    assert is_calmer(Said(text, language, UNCLEAR), standing({"level": "immediate"}))
    assert not is_calmer(Said(text, language, UNCLEAR), standing({"level": "high"}))


@pytest.mark.parametrize(("text", "language"), NOT_CALM)
def test_what_may_go_on_is_not_over(text: str, language: str) -> None:
    assert not is_calmer(Said(text, language, UNCLEAR), standing({"level": "immediate"}))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ikväll gör jag det", "sv"),
        ("i wrote the letter for the kids", "en"),
        ("เก็บยานอนหลับไว้เยอะแล้ว", "th"),
        ("mi ya non lap yoe", "th"),
        ("diseara o fac", "ro"),
    ],
)
def test_a_plan_after_thoughts_of_suicide_is_danger_now(text: str, language: str) -> None:
    assert plan_after_thoughts(Said(text, language, UNCLEAR), LOW)
    assert plan_after_thoughts(Said(text, language, UNCLEAR), standing({})) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("nej jag har ingen plan ikväll", "sv"),
        ("no i wont do it", "en"),
        ("ไม่ได้จะกินยาคืนนี้หรอก", "th"),
        ("mai dai ja kin ya", "th"),
        ("nu le iau diseara", "ro"),
    ],
)
def test_a_plan_that_is_denied_is_none(text: str, language: str) -> None:
    assert plan_after_thoughts(Said(text, language, UNCLEAR), LOW) is None


IN_DANGER = {"level": "immediate", "topic": "safety.controlled"}
PLANNED = {
    "level": "immediate",
    "danger": "safety.suicide_now",
    "signs": [{"id": "suicide_now", "level": "immediate", "words": "ikväll"}],
}
POISONED = {**PLANNED, "signs": [{"id": "overdose", "level": "immediate", "words": "tabletter"}]}


@pytest.mark.parametrize(
    ("text", "language", "metadata", "answers"),
    [
        ("nej jag har inte gjort nåt. ligger bara i sängen. ringer inte 112", "sv", PLANNED, "calmer_low"),
        ("no i mean im just tired. work too much. not dying haha", "en", PLANNED, "calmer_low"),
        ("not tonight. just sometimes", "en", {"told": ["health.mental"], "level": "high"}, "calmer_low"),
        ("แค่เหนื่อยค่ะ ไม่ได้จะตาย", "th", PLANNED, "calmer_low"),
        ("nu o fac, sunt doar obosit", "ro", PLANNED, "calmer_low"),
        ("nu vr sa mor doar sa se opreasca", "ro", PLANNED, "calmer_low"),
        ("im just tired but the pills are here", "en", PLANNED, None),
        ("im just tired", "en", POISONED, None),
        ("im just tired", "en", {}, None),
        ("kan du bara prata med mig lite istället", "sv", PLANNED, "talk"),
        ("varför säger du bara ring hela tiden", "sv", PLANNED, "talk"),
        ("no. go on here. stop saying 112", "en", PLANNED, "talk"),
        ("อยู่เป็นเพื่อนหน่อยได้ไหม", "th", PLANNED, "talk"),
        ("คุยเป็นเพื่อนหน่อย", "th", {"told": ["health.mental"], "level": "high"}, "talk"),
        ("khui pen phuean noi", "th", PLANNED, "talk"),
        ("mai chai khuen ni, kae nueai", "th", PLANNED, "calmer_low"),
        ("ไม่ได้กินยาคุม", "th", {"level": "high"}, None),
        ("mai dai kin ya khum", "th", {"level": "high"}, None),
        ("mai kla tho klua tamruat song klap", "th", IN_DANGER, "fear_112"),
        ("stai putin cu mine", "ro", PLANNED, "talk"),
        ("kan du bara prata med mig lite istället", "sv", POISONED, None),
        ("can we talk", "en", {}, None),
        ("kan inte ringa 112 då kommer snuten väl", "sv", POISONED, "fear_112"),
        ("i cant call, they will deport me", "en", IN_DANGER, "fear_112"),
        ("ไม่กล้าโทรค่ะ กลัวตำรวจส่งกลับ", "th", IN_DANGER, "fear_112"),
        ("nu sun la 112 ca ma dau afara din tara", "ro", IN_DANGER, "fear_112"),
        ("i cant call, he took my phone", "en", IN_DANGER, "cannot_call"),
        ("i cant call, they will deport me", "en", {"level": "high"}, None),
    ],
)
def test_after_danger_what_is_denied_feared_or_asked_for_is_heard(
    text: str, language: str, metadata: dict[str, Any], answers: str | None
) -> None:
    assert after_danger(Said(text, language, UNCLEAR), "routine", [], False, standing(metadata)) == answers


def test_of_what_is_danger_by_its_words_only_the_fear_of_calling_is_heard() -> None:
    def heard(text: str) -> str | None:
        return after_danger(Said(text, "en", UNCLEAR), "immediate", ["weapon"], True, standing(PLANNED))

    assert heard("im just tired, he has a knife") is None
    assert heard("can we just talk, he has a knife") is None
    assert heard("he has a knife but i cant call, the police will deport me") == "fear_112"


TOLD_GROOMING = {"told": ["minor.grooming"], "writer": "minor"}
TOLD_PARTNER = {"told": ["safety.partner"]}


@pytest.mark.parametrize(
    ("text", "language", "metadata", "answers"),
    [
        ("he said he will post my pics if i dont pay", "en", {}, "law.images"),
        (
            "han säger att om jag slutar skicka så lägger han ut dom jag redan skickat",
            "sv",
            TOLD_GROOMING,
            "law.images",
        ),
        ("khao bok tha mai song iik ja song hai mae du", "th", TOLD_GROOMING, "law.images"),
        ("zice ca daca nu vin pune pozele pe grup la scoala", "ro", {}, "law.images"),
        ("should i just send it", "en", TOLD_GROOMING, "law.images"),
        ("får jag straff för att jag skickat", "sv", TOLD_GROOMING, "law.images"),
        ("should i just send it", "en", {}, None),
        ("can i post my pics on a site", "en", {}, None),
        ("ผัวตบหนูเมื่อคืน", "th", {}, "safety.partner"),
        ("phua tob nuu muea khuen", "th", {}, "safety.partner"),
        ("min man slår mig ibland", "sv", {}, "safety.partner"),
        ("my husband hit me last night", "en", {}, "safety.partner"),
        ("sotul ma bate de cate ori bea", "ro", {}, "safety.partner"),
        ("min kille slår mig om jag inte tar kunder", "sv", {}, None),
        ("my husband hit me last night", "en", {"told": ["support.stop_selling"]}, None),
        ("my husband hit me last night", "en", {"told": ["law.selling"], "known": ["not_selling"]}, "safety.partner"),
        ("my husband hit me last night", "en", {"signs": [{"id": "debt", "level": "elevated", "words": "x"}]}, None),
        ("my husband hit me last night", "en", {"writer": "friend"}, None),
        ("if i divorce can i stay in sweden", "en", TOLD_PARTNER, "migration.permit_victim"),
        ("jag vill skiljas. får jag stanna i sverige", "sv", {"known": ["not_selling"]}, "safety.partner"),
        ("da daca plec stie unde sta mama mea", "ro", {}, "safety.controlled"),
        ("mi-e ca ii face ceva la mama", "ro", {"told": ["safety.controlled"]}, "safety.stalking_threats"),
        ("he knows where my mother lives", "en", {}, "safety.controlled"),
        ("han vet var min familj bor", "sv", {}, "safety.controlled"),
        ("de har min syster i rumänien", "sv", {}, "safety.controlled"),
        ("han har min bror som vän", "sv", {}, None),
        ("ถ้าหนีไปเขารู้ที่อยู่แม่ที่อุดร", "th", {}, "safety.controlled"),
        ("ถ้าหยุดทำเจ๊จะส่งคนไปหาแม่", "th", {}, "safety.controlled"),
        ("ถ้าหนูไม่โอนเงินให้", "th", {"told": ["law.images"]}, "law.images"),
        ("my mother lives in thailand", "en", {}, None),
        (
            "zice ca daca nu platesc se duce la mama acasa",
            "ro",
            {"told": ["safety.controlled"]},
            "safety.stalking_threats",
        ),
        ("duminica se duce la mama", "ro", {}, None),
        ("daca nu i trimit altele", "ro", TOLD_GROOMING, "law.images"),
        ("mai dau?", "ro", {"told": ["law.images"]}, "law.images"),
        ("pot sa l opresc cumva", "ro", {"told": ["law.images"]}, "law.images"),
        ("pot sa l opresc cumva", "ro", {}, None),
        ("ma loveste uneori", "ro", {"told": ["safety.controlled"]}, "safety.partner"),
        ("nu ma loveste", "ro", {"told": ["safety.controlled"]}, None),
    ],
)
def test_violence_that_words_name_is_answered_as_that(
    text: str, language: str, metadata: dict[str, Any], answers: str | None
) -> None:
    now = standing(metadata)
    found = violence_in(Said(text, language, UNCLEAR), "high", now)
    if answers == "law.images":
        assert found is not None
        assert for_writer(found.intent, now) == answers
    else:
        assert (found.intent if found else None) == answers


@pytest.mark.parametrize(
    ("text", "language", "topic", "level", "answers"),
    [
        ("nobody beats me. my boyfriend just lives here", "en", "law.third_party", "routine", None),
        ("ingen har hotat sprida bilder på mig", "sv", "law.images", "routine", None),
        ("my husband beats me, where can i sleep tonight", "en", "safety.shelter", "high", None),
        ("my husband beats me and decides everything", "en", "safety.controlled", "high", "safety.partner"),
    ],
)
def test_words_of_violence_stand_back_where_the_model_is_sure(
    text: str, language: str, topic: str, level: str, answers: str | None
) -> None:
    found = violence_in(Said(text, language, [(topic, 0.9)]), level, standing({}))
    assert (found.intent if found else None) == answers


@pytest.mark.parametrize(
    ("text", "language", "metadata", "taken"),
    [
        ("กินไปสิบเม็ดละ ไม่เปนไรหรอก", "th", {"told": ["health.mental"], "level": "high"}, True),
        ("กินไปสิบเม็ดละ", "th", {}, False),
        ("tog nu 20 stycken", "sv", PLANNED, True),
        ("tog jag alla nu", "sv", PLANNED, True),
        ("i took ten", "en", PLANNED, True),
        ("am luat toate", "ro", PLANNED, True),
        ("nu tog ja nåt som inte känns bra", "sv", {}, True),
        ("kan man ta nåt för å lugna ner, tog tina å g tror ja", "sv", {}, True),
        ("i took something and my heart is going crazy", "en", {}, True),
        ("am luat ceva si ma simt rau", "ro", {}, True),
        ("tog mdma förra helgen och mådde illa", "sv", {}, False),
        ("min kompis tog något och mår illa", "sv", {}, False),
        ("jag tog en alvedon", "sv", {}, False),
    ],
)
def test_pills_told_of_calmly_are_an_overdose(text: str, language: str, metadata: dict[str, Any], taken: bool) -> None:
    assert (overdose_in(Said(text, language, UNCLEAR), standing(metadata)) is not None) is taken


PROFESSIONAL = {"told": ["professional.coordinators"], "known": ["professional.coordinators"], "writer": "other"}
IS_BUYER = {"told": ["buyer.stop"], "known": ["buyer.stop"], "writer": "other"}


@pytest.mark.parametrize(
    ("text", "language", "metadata", "answers"),
    [
        ("am I required to report, yes or no", "en", PROFESSIONAL, "friend.child"),
        (
            "Räcker det att prata med kurator på skolan eller måste jag anmäla själv?",
            "sv",
            PROFESSIONAL,
            "friend.child",
        ),
        ("Nummer till någon jag kan ringa idag?", "sv", PROFESSIONAL, "professional.coordinators"),
        ("เบอร์ที่โทรได้วันนี้", "th", PROFESSIONAL, "professional.coordinators"),
        ("am I required to report", "en", {}, None),
        ("i keep going when im drunk", "en", IS_BUYER, "buyer.stop"),
        ("yak loek tae loek mai dai", "th", IS_BUYER, "buyer.stop"),
        ("pai ik laew muea wan", "th", IS_BUYER, "buyer.stop"),
        ("nong khao du dek mak", "th", IS_BUYER, "friend.report"),
        ("am baut si iar mam dus la una. nu mai vreau", "ro", IS_BUYER, "buyer.stop"),
        ("hon såg ut som 16-17, får jag straff om jag berättar", "sv", IS_BUYER, "friend.report"),
        ("tror hon var tvingad", "sv", IS_BUYER, "friend.report"),
        ("tror hon var trött", "sv", IS_BUYER, None),
        ("i keep going when im drunk", "en", {}, None),
        ("buna sunt sora unei fete din suedia", "ro", {}, "friend.worried"),
        ("scriu pt o prietena", "ro", {"writer": "self"}, "friend.worried"),
        ("scriu pt o prietena", "ro", {"writer": "self", "told": ["law.selling"]}, None),
        ("buna sunt sora unei fete din suedia", "ro", {"told": ["friend.worried"], "writer": "friend"}, None),
        ("stau cu o prietena", "ro", {}, None),
        ("pretena mea sta cu un barbat si el o pune sa produca", "ro", {}, "friend.worried"),
        ("last one i think she was forced", "en", IS_BUYER, "friend.report"),
        ("how do i report w out getting in trouble", "en", IS_BUYER, "friend.report"),
        ("i think men pay her", "en", {"writer": "friend", "told": ["friend.child"]}, "friend.signs"),
        ("i think men pay her", "en", {}, None),
    ],
)
def test_a_role_goes_on_through_the_conversation(
    text: str, language: str, metadata: dict[str, Any], answers: str | None
) -> None:
    found = asked_in_role(Said(text, language, UNCLEAR), standing(metadata))
    assert (found.intent if found else None) == answers


def test_a_buyer_who_says_again_that_he_wants_to_stop_hears_again_where() -> None:
    said = Said("อยากเลิกเที่ยว", "th", UNCLEAR)
    assert asked_in_role(said, standing(IS_BUYER)) == Meaning("buyer.stop", {"writer": "other", "repeat": True})
    assert asked_in_role(said, standing({"known": ["buyer.stop"]})) == Meaning("buyer.stop", {"writer": "other"})


def test_whoever_it_was_done_to_and_asks_where_to_report_is_no_onlooker() -> None:
    said = Said("แจ้งใครได้", "th", [("friend.report", 0.99)])
    assert for_this_writer(said, standing({"writer": "self", "level": "high"})).likeliest == "law.report_crime"
    unwilling = Said("ไม่อยากแจ้งตำรวจ", "th", [("chat.deny", 0.5), ("friend.report", 0.44)])
    assert for_this_writer(unwilling, standing({"writer": "self", "level": "high"})).topics[1][0] == "law.report_crime"
    assert for_this_writer(said, standing({"writer": "self"})).likeliest == "friend.report"
    assert for_this_writer(said, standing({"writer": "friend", "level": "high"})).likeliest == "friend.report"
    of_another = Said("แจ้งแทนเพื่อนได้ไหม", "th", [("friend.report", 0.99)])
    assert for_this_writer(of_another, standing({"writer": "self", "level": "high"})).likeliest == "friend.report"


@pytest.mark.parametrize(
    ("text", "topics", "first"),
    [
        ("เพื่อนรับงานอยู่มัลเม่อ", [("support.local_services", 0.56), ("friend.worried", 0.39)], "friend.worried"),
        (
            "เพื่อนอยู่มัลเม่อ มีที่ช่วยไหม",
            [("support.local_services", 0.56), ("friend.worried", 0.39)],
            "support.local_services",
        ),
        ("phuean don gep passport", [("migration.return", 0.31), ("friend.signs", 0.13)], "friend.signs"),
        ("jae gep passport", [("migration.return", 0.31), ("friend.signs", 0.13)], "migration.return"),
    ],
)
def test_a_friend_named_at_first_is_whom_it_is_about(text: str, topics: Topics, first: str) -> None:
    assert for_this_writer(Said(text, "th", topics), standing({})).likeliest == first


def test_whoever_went_out_to_buy_something_makes_no_buyer_of_the_writer() -> None:
    said = Said("ตอนนี้มันออกไปซื้อเหล้า", "th", [("safety.immediate_danger", 0.6), ("buyer.stop", 0.12)])
    assert danger_text(said, [], standing({"told": ["safety.partner"]}), False) == "safety.immediate_danger"
    assert danger_text(said, [], standing({"told": ["buyer.stop"]}), False) == "safety.danger_other"
    assert danger_text(said, [], standing({}), False) == "safety.danger_other"


@pytest.mark.parametrize(
    ("text", "language", "metadata", "known"),
    [
        ("eu sunt ala care plateste. cum ma opresc", "ro", {}, {"buyer.stop"}),
        ("jag har köpt sex flera gånger", "sv", {}, {"buyer.stop"}),
        ("ผมซื้อบริการบ่อย อยากเลิก", "th", {}, {"buyer.stop"}),
        ("phom sue bo ri kan", "th", {}, {"buyer.stop"}),
        ("ผมไปซื้อผู้หญิงมา", "th", {}, {"buyer.stop"}),
        ("luk kha sue borikan nu", "th", {}, set()),
        ("i keep paying for sex", "en", {}, {"buyer.stop"}),
        ("a customer paid for sex", "en", {}, set()),
        ("io sunt client", "ro", {}, {"buyer.stop"}),
        ("merg la fete si nu mai vr sa fac asta", "ro", {}, {"buyer.stop"}),
        ("platesc niste fete", "ro", {}, {"buyer.stop"}),
        ("am un client care nu plateste", "ro", {}, set()),
        ("so i go to escorts alot", "en", {}, {"buyer.stop"}),
        ("i work with escorts", "en", {}, set()),
        ("nu fac sex eu lucrez la schela", "ro", {}, {"not_selling", "exploit.labour"}),
        ("i work in a restaurant", "en", {"told": ["exploit.labour"]}, {"exploit.labour"}),
        ("i work in a restaurant", "en", {}, set()),
        ("ไม่ได้ขายนะ", "th", {}, {"not_selling"}),
        ("i have bought sex", "en", {"writer": "minor"}, set()),
        ("I work as a nurse and one of my patients sells sex", "en", {}, {"professional.coordinators"}),
    ],
)
def test_who_writes_is_taken_in_for_good(text: str, language: str, metadata: dict[str, Any], known: set[str]) -> None:
    assert told_of_writer(Said(text, language, UNCLEAR), standing(metadata)) == known


@pytest.mark.parametrize(
    ("text", "language", "topic", "leads_to"),
    [
        ("da si daca nu am personnummer?", "ro", "health.sti", "health.no_papers_care"),
        ("in cat timp trebe sa ies din apartament", "ro", "law.third_party", "support.housing"),
        ("i mean baby", "en", "health.sti", "health.pregnancy"),
        ("da nu am casa si nici bani", "ro", "support.stop_selling", "support.housing"),
        ("da eu nu am niciun leu", "ro", "safety.controlled", "support.money"),
        ("nu stiu ce sa fac", "ro", "health.after_rape", "health.after_rape"),
        ("ce pot sa fac", "ro", "friend.signs", "friend.how_to_talk"),
        ("ce fac cu pozele", "ro", "law.images", "law.images"),
        ("nu stiu la cine sa ma duc", "ro", "safety.shelter", "near"),
        ("e prea tarziu sa fac ceva?", "ro", "health.after_rape", "health.after_rape"),
        ("ma prind?", "ro", "buyer.stop", "law.buying"),
        ("da ma aresteaza politia?", "ro", "health.sti", "law.selling"),
        ("unde ma duc acu", "ro", "safety.shelter", "near"),
        ("am si un copil de 3 ani", "ro", "safety.shelter", "support.children"),
        ("wat about diseases", "en", "health.after_rape", "health.sti"),
        ("its been 4 days", "en", "health.pregnancy", "health.pregnancy"),
        ("i have no swedish id", "en", "health.sti", "health.no_papers_care"),
        ("how long do i have", "en", "health.after_rape", "health.after_rape"),
        ("today", "en", "health.after_rape", "health.after_rape"),
        ("what happens to her if i do", "en", "friend.how_to_talk", "friend.report"),
        ("what happens to her if i do", "en", "friend.report", "law.selling"),
        ("shes gonna hate me", "en", "friend.report", "friend.how_to_talk"),
        ("who do i call", "en", "friend.child", "friend.report"),
        ("where do i get tested", "en", "health.sti", "near"),
        ("i dont want police", "en", "minor.self", "service.police_contact"),
        ("could i leave without him knowing. we share the phone", "en", "safety.controlled", "safety.leaving"),
        ("kan jag sticka utan att han märker", "sv", "safety.controlled", "safety.leaving"),
        ("hur länge kan man vänta", "sv", "health.after_rape", "health.after_rape"),
        ("om han slänger ut mig", "sv", "law.third_party", "support.housing"),
        ("va händer me henne då", "sv", "friend.report", "law.selling"),
        ("blir hon straffad", "sv", "friend.child", "law.selling"),
        ("e de brott", "sv", "health.sti", "law.report_crime"),
        ("är det brott?", "sv", "service.hours", "law.selling"),
        ("va e straffet", "sv", "buyer.stop", "law.buying"),
        ("orkar inte me polis", "sv", "health.sti", "law.report_crime"),
        ("kan jag gå till läkare", "sv", "migration.deportation", "health.no_papers_care"),
        ("kan jag gå till läkare", "sv", "health.no_papers_care", "health.no_papers_care"),
        ("måste jag berätta att jag sålt", "sv", "support.money", "support.social_services"),
        ("hon blir skitarg", "sv", "friend.worried", "friend.how_to_talk"),
        ("hon vägrar prata me mig", "sv", "friend.child", "friend.how_to_talk"),
        ("va ska ja göra", "sv", "friend.child", "friend.how_to_talk"),
        ("va gör ja nu", "sv", "health.sti", "health.sti"),
        ("e de mitt fel", "sv", "law.images", "law.images"),
        ("kan ni ta bort bilderna", "sv", "law.images", "law.images"),
        ("nån som kan thai", "sv", "health.sti", "service.languages"),
        ("hur länge efter funkar det", "sv", "health.pregnancy", "health.pregnancy"),
        ("är på dag 14 i cykeln", "sv", "health.sti", "health.pregnancy"),
        ("är 1 dygn sen", "sv", "health.pregnancy", "health.pregnancy"),
        ("vågar inte gå till snuten", "sv", "safety.controlled", "law.report_crime"),
        ("kan jag åka dit för gamla grejer", "sv", "buyer.stop", "law.buying"),
        ("betala?", "sv", "law.images", "law.images"),
        ("tar dom henne ifrån mig", "sv", "friend.report", "friend.child"),
        ("måste sälja tills de är betalt", "sv", "safety.controlled", "safety.leaving"),
    ],
)
def test_more_short_questions_lean_on_what_was_answered(text: str, language: str, topic: str, leads_to: str) -> None:
    assert intent(text, language, topic=topic) == leads_to


@pytest.mark.parametrize(
    ("text", "language"),
    [("kostar det", "sv"), ("is it free", "en"), ("เสียตังไหม", "th"), ("cat costa", "ro")],
)
def test_what_it_costs_is_asked_of_what_was_answered(text: str, language: str) -> None:
    assert intent(text, language, topic="health.sti") == "health.sti"


def test_what_surely_is_about_another_topic_is_no_question_of_costs() -> None:
    assert intent("do i have to pay tax on it", "en", topic="support.stop_selling") is None
    assert intent("is it free", "en", [("law.money_tax", 0.95)], topic="support.stop_selling") is None
    assert intent("shes gonna hate me", "en", topic="law.selling") is None
    assert intent("shes gonna hate me", "en", topic="law.selling", writer="friend") == "friend.how_to_talk"


def test_an_ok_answers_no_question_but_whether_they_are_safe() -> None:
    agrees: Topics = [("chat.affirm", 0.99)]
    assert intent("ok", "en", agrees, asked="children") is None
    assert intent("yes", "en", agrees, asked="children") == "support.children"
    assert intent("ok", "en", agrees, asked="safe") == "answered"


def test_tests_asked_for_again_are_no_short_question() -> None:
    assert intent("where can i get tested for chlamydia", "en", topic="health.sti") is None


def test_whoever_tells_of_their_own_work_is_no_friend() -> None:
    guess: Topics = [("friend.workplace", 0.86), ("law.selling", 0.04)]
    assert for_this_writer(Said("i work in massage", "en", guess), standing({})).topics == guess[1:]
    assert for_this_writer(Said("i work with a girl who is forced", "en", guess), standing({})).topics == guess


def test_a_friends_question_of_law_is_no_reason_to_worry() -> None:
    worried: Topics = [("friend.worried", 0.94)]
    tells = intent("she doesnt answer anymore", "en", worried, asked="friend_why", writer="friend")
    assert tells == "friend_told"
    asks: Topics = [("law.report_crime", 0.5)]
    assert intent("can i report it without her knowing", "en", asks, asked="friend_why", writer="friend") is None


@pytest.mark.parametrize(
    "text",
    [
        "tham ngai dee",
        "แพงป่าว",
        "มีเวลากี่ชม",
        "แล้วต้องทำไงต่อ",
        "sia ngoen mai",
        "thao rai",
        "กี่วันถึงจะไม่ทัน",
        "muea khuen ni eng",
        "ขอเบอร์หน่อย",
    ],
)
def test_a_thai_question_of_no_topic_is_asked_of_what_was_answered(text: str) -> None:
    assert intent(text, "th", topic="health.sti") == "health.sti"


@pytest.mark.parametrize("text", ["แจ้งความตอนนี้ยังทันไหม", "แฟนทำไงก็ไม่เลิก", "muea wan phua tee nu"])
def test_a_thai_question_with_a_topic_is_its_own(text: str) -> None:
    assert intent(text, "th", topic="health.sti") is None


@pytest.mark.parametrize(
    ("text", "language"), [("vart ska jag gå", "sv"), ("where do i go", "en"), ("ไปไหนดี", "th"), ("pai nai dee", "th")]
)
def test_where_to_go_after_danger_is_to_a_shelter(text: str, language: str) -> None:
    assert intent(text, language, level="immediate") == "safety.shelter"
    assert intent(text, language, level="immediate", danger="safety.immediate_danger") is None, "112 comes first"
    assert intent(text, language, level="immediate", topic="health.sti") == "near"


@pytest.mark.parametrize(
    ("topic", "metadata", "answers"),
    [
        ("law.selling", {"writer": "minor"}, "minor.self"),
        ("safety.controlled", {"writer": "friend"}, "friend.signs"),
        ("support.children", {"writer": "friend", "told": ["friend.child"]}, "friend.how_to_talk"),
        ("law.selling", {"writer": "other", "told": ["buyer.stop"]}, "law.buying"),
        ("minor.self", {"writer": "other", "told": ["professional.coordinators"]}, "professional.coordinators"),
        ("law.selling", {"writer": "self", "told": ["health.sti"]}, "law.selling"),
    ],
)
def test_an_answer_fits_who_writes(topic: str, metadata: dict[str, Any], answers: str) -> None:
    assert for_writer(topic, standing(metadata)) == answers


def test_a_place_in_a_question_looks_for_what_is_asked_there() -> None:
    asked = [("support.local_services", 0.6), ("health.sti", 0.2)]
    found = meaning("unde fac testul in norrkoping", "ro", asked, language="ro")
    assert found is not None
    assert (found.intent, found.tells["about"]) == ("near", "health.sti")


def test_the_name_of_a_town_does_not_change_the_language() -> None:
    assert told("goteborg", "sv", language="ro", topic="buyer.stop")["language"] == "ro"


@pytest.mark.parametrize(
    ("text", "language", "own"),
    [
        ("jag är 16 och behöver hjälp", "sv", True),
        ("im 15 min away", "en", False),
        ("หนูอายุ 15 มีคนขู่", "th", True),
        ("ลูกสาวผมอายุ 16 หายไป", "th", False),
        ("ฉัน 12 ชั่วโมงแล้ว", "th", False),
        ("am 15 ani", "ro", True),
        ("am 15 ani de munca", "ro", False),
    ],
)
def test_only_the_writers_own_age_makes_a_minor_of_them(text: str, language: str, own: bool) -> None:
    assert says_own_age(Said(text, language, UNCLEAR)) is own


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("hej, min kille slog mig", "min kille slog mig"),
        ("สวัสดีค่ะ หนูอายุ 15 มีคนขู่", "หนูอายุ 15 มีคนขู่"),
        ("bună seara, vreau să fac un test", "vreau să fac un test"),
        ("hello good evening i want to test", "i want to test"),
        ("hej!", "hej!"),
        ("hejdå", "hejdå"),
        ("สวัสดีค่ะ", "สวัสดีค่ะ"),
    ],
)
def test_a_greeting_does_not_swallow_the_matter(text: str, rest: str) -> None:
    assert without_greeting(text) == rest


@pytest.mark.parametrize(
    ("text", "language", "topics", "signs", "metadata", "answers"),
    [
        ("he has a knife at my door", "en", [], ["weapon"], {}, "safety.immediate_danger"),
        ("jag har tagit alla mina tabletter", "sv", [], ["overdose"], {}, "safety.suicide_now"),
        ("min kompis har tagit en massa tabletter", "sv", [], ["overdose"], {}, "safety.danger_other"),
        ("my sister is locked in a flat", "en", [], ["locked_in"], {}, "safety.danger_other"),
        ("my friend is here, he is hitting me", "en", [], ["attack_now"], {}, "safety.immediate_danger"),
        ("hes doing it now", "en", [], [], {"writer": "friend"}, "safety.danger_other"),
        ("am o verisoara la goteborg cred ca o tine unu cu forta", "ro", [], [], {}, "safety.danger_other"),
        ("au inchis-o in camera", "ro", [("friend.worried", 0.3)], [], {}, "safety.danger_other"),
        ("fata mea e in suedia, eu sunt in bacau, o tin inchisa", "ro", [], ["locked_in"], {}, "abroad"),
        ("คืนนี้จบแล้ว", "th", [("health.mental", 0.4)], [], {}, "safety.suicide_now"),
    ],
)
def test_danger_is_answered_for_the_one_it_is_to(
    text: str, language: str, topics: Topics, signs: list[str], metadata: dict[str, Any], answers: str
) -> None:
    danger = [("safety.immediate_danger", 0.5), *topics]
    assert danger_text(Said(text, language, danger), signs, standing(metadata), planned=False) == answers


def test_whoever_names_only_their_own_partner_does_not_write_of_a_friend() -> None:
    friend: Topics = [("friend.worried", 0.6), ("safety.leaving", 0.1)]
    own = for_this_writer(Said("ผัวด่าทุกวัน ตบด้วย", "th", friend), standing({}))
    assert own.topics == [("safety.controlled", 0.6), ("safety.leaving", 0.1)]
    for text, now in [("เพื่อนโดนผัวตบ", standing({})), ("ผัวด่าทุกวัน", standing({"writer": "friend"}))]:
        assert for_this_writer(Said(text, "th", friend), now).topics == friend


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ok bye", "en"),
        ("okej hejdå", "sv"),
        ("โอเค บาย", "th"),
        ("ok pa", "ro"),
    ],
)
def test_an_everyday_goodbye_is_no_plan(text: str, language: str) -> None:
    assert plan_after_thoughts(Said(text, language, UNCLEAR), LOW) is None


@pytest.mark.parametrize(("text", "language"), [("bye", "en"), ("hejdå", "sv"), ("บาย", "th"), ("pa", "ro")])
def test_a_bare_goodbye_is_a_plan_only_after_a_thought_of_suicide_in_words(text: str, language: str) -> None:
    answered_as_low = standing({"told": ["health.mental"], "level": "high"})
    assert plan_after_thoughts(Said(text, language, UNCLEAR), answered_as_low) is None
    assert plan_after_thoughts(Said(text, language, UNCLEAR), LOW)


BETTER = [
    ("förlåt skrev stop av misstag. mår lite bättre nu", "sv"),
    ("STOP by mistake, I feel a bit better now", "en"),
    ("ขอโทษพิมพ์ stop ผิด ดีขึ้นแล้ว", "th"),
    ("scuze, am scris stop din greseala, ma simt un pic mai bine", "ro"),
    ("m am mai linistit", "ro"),
    ("am plans da e ok acum", "ro"),
]
NOT_BETTER = [
    ("mår inte bättre", "sv"),
    ("det är bättre om jag dör", "sv"),
    ("they are better off without me", "en"),
    ("i feel better now, the pills are here", "en"),
    ("ยังไม่ดีขึ้น", "th"),
    ("nu ma simt mai bine", "ro"),
    ("nu m am linistit", "ro"),
    ("nu e ok acum", "ro"),
]


@pytest.mark.parametrize(("text", "language"), BETTER)
def test_whoever_feels_better_is_not_told_of_danger(text: str, language: str) -> None:
    guessed = urgency.Judgement("immediate", 0.14, ())
    topics = [("health.mental", 0.27), ("safety.immediate_danger", 0.22)]
    alone = gather.gather(text, language, topics, guessed, [], {"language": language})
    assert (alone.intent, alone.entities["level"]) == ("health.mental", "high")
    after = {"language": language, "danger": "safety.suicide_now", "level": "immediate"}
    assert gather.gather(text, language, topics, guessed, [], after).intent == "calmer_low"


@pytest.mark.parametrize(("text", "language"), NOT_BETTER)
def test_better_is_said_by_nobody_who_is_not(text: str, language: str) -> None:
    assert not says_better(Said(text, language, UNCLEAR))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("he isnt violent tho", "en"),
        ("fast han är inte våldsam", "sv"),
        ("แต่เขาไม่ได้รุนแรงนะ", "th"),
        ("dar nu e violent", "ro"),
    ],
)
def test_whoever_is_not_violent_is_no_danger_now(text: str, language: str) -> None:
    guessed = urgency.Judgement("immediate", 0.28, ())
    topics = [("safety.immediate_danger", 0.62), ("safety.controlled", 0.3)]
    found = gather.gather(text, language, topics, guessed, [], {"language": language})
    assert (found.intent, found.entities["level"]) == ("safety.controlled", "high")


@pytest.mark.parametrize("text", ["va ska jag göra", "han blir arg", "är det mitt fel"])
@pytest.mark.parametrize(
    "metadata", [{"danger": "safety.immediate_danger", "level": "immediate"}, {"signs": LOW.signs}]
)
def test_what_says_nothing_by_itself_leans_on_nothing_in_danger(text: str, metadata: dict[str, Any]) -> None:
    now = {**metadata, "signs": list(metadata.get("signs", ())), "topic": "safety.controlled"}
    assert intent(text, "sv", **now) is None


@pytest.mark.parametrize(
    "text", ["vad kostar ett test i Malmö på kliniken", "hur länge har ni funnits", "han är arg på livet"]
)
def test_what_only_begins_as_a_follow_up_is_a_message_of_its_own(text: str) -> None:
    assert intent(text, "sv", [("service.hours", 0.9)], topic="law.selling") is None


def test_a_follow_up_asks_for_what_was_told_again() -> None:
    found = meaning("kan ni ta bort bilderna", "sv", topic="minor.self", told=["law.images"])
    assert found is not None
    assert (found.intent, found.tells.get("repeat")) == ("law.images", True)


@pytest.mark.parametrize(
    ("text", "topics", "metadata", "answers"),
    [
        ("han e konstig", [("safety.immediate_danger", 0.42)], {"told": ["health.sti"]}, "no_answer_yet"),
        ("han e konstig", [("safety.immediate_danger", 0.6)], {"told": ["health.sti"]}, "safety.immediate_danger"),
        ("han e konstig", [("safety.immediate_danger", 0.42)], {}, "safety.immediate_danger"),
        ("om han slår mig sen", [("safety.immediate_danger", 0.6)], {"told": ["support.money"]}, "no_answer_yet"),
        ("om han slår mig sen", [("safety.immediate_danger", 0.6)], {}, "safety.immediate_danger"),
        ("han blir arg", [("minor.grooming", 0.3)], {"told": ["safety.leaving"], "writer": "self"}, "no_answer_yet"),
        ("han blir arg", [("minor.grooming", 0.3)], {"told": ["minor.self"], "writer": "self"}, "minor.grooming"),
        ("han blir arg", [("minor.grooming", 0.3)], {"writer": "self"}, "minor.grooming"),
        ("tar dom henne ifrån mig", [("safety.immediate_danger", 0.6)], {"told": ["friend.child"]}, "no_answer_yet"),
    ],
)
def test_a_guess_in_a_talk_of_something_else_calls_nobody(
    text: str, topics: Topics, metadata: dict[str, Any], answers: str
) -> None:
    guessed = urgency.Judgement("high", 0.4, ())
    assert gather.gather(text, "sv", topics, guessed, [], {"language": "sv", **metadata}).intent == answers


def test_a_guess_at_danger_holds_where_danger_was_spoken_of_or_a_sign_was_seen() -> None:
    guess, judged = [("safety.immediate_danger", 0.42)], urgency.Judgement("high", 0.4, ())
    signs = [{"id": "locked_in", "level": "immediate", "words": "x"}]
    for known in ({"level": "immediate"}, {"signs": signs}):
        metadata = {"language": "sv", "told": ["health.sti"], **known}
        assert gather.gather("han e konstig", "sv", guess, judged, [], metadata).intent == "safety.immediate_danger"


def test_what_is_only_supposed_in_a_talk_is_not_danger_now() -> None:
    judged = urgency.Judgement("immediate", 0.31, ())
    topics = [("safety.immediate_danger", 0.51)]
    for metadata, level in (({"topic": "support.housing"}, "high"), ({}, "immediate"), ({"level": "immediate"},) * 2):
        found = gather.gather("om han slänger ut mig", "sv", topics, judged, [], {"language": "sv", **metadata})
        assert found.entities["level"] == (level if isinstance(level, str) else "immediate")


def test_whoever_hits_at_times_was_named_before() -> None:
    told = {"told": ["safety.controlled"], "writer": "self"}
    found = violence_in(Said("slår mig ibland", "sv", UNCLEAR), "immediate", standing(told))
    assert found is not None
    assert (found.intent, found.calm) == ("safety.partner", True)
    assert violence_in(Said("slår mig ibland", "sv", UNCLEAR), "immediate", standing({})) is None
    assert violence_in(Said("slår mig nu", "sv", UNCLEAR), "immediate", standing(told)) is None


def test_a_question_surely_about_what_was_told_is_told_again() -> None:
    judged = urgency.Judgement("routine", 0.9, ())
    metadata = {"language": "sv", "told": ["support.money"]}
    for text, repeat in (("kan man få socialbidrag", True), ("jag har inga pengar", None)):
        found = gather.gather(text, "sv", [("support.money", 0.95)], judged, [], metadata)
        assert found.entities.get("repeat") is repeat
    just_told = gather.gather(
        "kan man få socialbidrag", "sv", [("support.money", 0.95)], judged, [], {**metadata, "topic": "support.money"}
    )
    assert "repeat" not in just_told.entities
    asked = [("support.money", 0.4)]
    assert "repeat" not in gather.gather("kan man få det", "sv", asked, judged, [], metadata).entities


def test_a_worker_who_says_that_they_sell_is_answered_about_selling() -> None:
    judged = urgency.Judgement("routine", 0.9, ())
    metadata = {"language": "sv", "told": ["exploit.labour"], "known": ["exploit.labour"], "writer": "self"}
    for text, answers in (("kan de ta mig för att jag säljer", "law.selling"), ("kan de ta mig", "exploit.labour")):
        assert gather.gather(text, "sv", [("law.selling", 0.8)], judged, [], metadata).intent == answers


def test_a_friend_who_goes_on_about_a_child_hears_something_new() -> None:
    friend = {"writer": "friend"}
    assert for_writer("friend.child", standing(friend)) == "friend.child"
    assert for_writer("friend.child", standing({**friend, "told": ["friend.child"]})) == "friend.report"
    every = ["friend.child", "friend.report", "friend.how_to_talk"]
    assert for_writer("friend.child", standing({**friend, "told": every})) == "friend.child"
    assert for_writer("law.report_crime", standing(friend)) == "friend.report"


@pytest.mark.parametrize(
    ("text", "writer"),
    [
        ("min kompis blev våldtagen av en kund inatt", "friend"),
        ("min sambo våldtog", "self"),
        ("blev våldtagen, min kompis kom och hämtade mig", "self"),
    ],
)
def test_whoever_tells_of_a_friend_who_was_raped_is_a_friend(text: str, writer: str) -> None:
    rape = (Sign("rape", "high", "x"),)
    judged = urgency.Judgement("high", 0.9, rape)
    found = gather.gather(text, "sv", [("health.after_rape", 0.9)], judged, rape, {"language": "sv", "writer": "self"})
    assert (found.intent, found.entities["writer"]) == ("health.after_rape", writer)


def test_whether_somebody_tells_parents_is_asked_of_that() -> None:
    assert has("plainly", "parents", Said("får ni säga till mina föräldrar", "sv", UNCLEAR))
    assert not has("plainly", "parents", Said("vågar inte säga till mamma", "sv", UNCLEAR))
