"""What words say plainly whatever a model takes them for: anger, care, a passport, a language, parents, bills; without
a trained model."""

from typing import Any

import pytest

from bot.conversation.asked import question_in
from bot.conversation.care import care_in
from bot.conversation.little import without_words
from bot.conversation.meaning import Meaning, meaning_of
from bot.conversation.message import Said
from bot.conversation.passport import country_told, passport_in
from bot.conversation.plausible import answered_as
from bot.conversation.roles import asked_in_role
from bot.conversation.sold import debt_in, sold_in
from bot.conversation.standing import standing
from bot.conversation.tongue import tongue_in
from bot.conversation.upset import upset_in
from bot.conversation.writer import for_this_writer
from bot.nlu.topic import Topics

UNCLEAR: Topics = [("chat.out_of_scope", 0.1)]
INSULT: Topics = [("chat.abuse", 0.95)]
SERIOUS = {"level": "high", "told": ["safety.controlled"]}


def intent(found: Meaning | None) -> str | None:
    return found.intent if found else None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("värdelös jävla robot", "sv"),
        ("du fattar ju inte", "sv"),
        ("samma svar hela tiden", "sv"),
        ("stupid fucking machine", "en"),
        ("you dont understand", "en"),
        ("why the same answer", "en"),
        ("what do u mean", "en"),
        ("บอทโง่มาก", "th"),
        ("ตอบแต่เรื่องเดิม", "th"),
        ("robotul asta e inutil", "ro"),
        ("nu ma intelegi deloc", "ro"),
        ("acelasi raspuns mereu", "ro"),
    ],
)
def test_anger_at_the_bot_is_met_with_sorry_also_at_first(text: str, language: str) -> None:
    assert intent(upset_in(Said(text, language, INSULT), standing({}))) == "sorry"
    assert intent(upset_in(Said(text, language, UNCLEAR), standing(SERIOUS))) == "sorry"


@pytest.mark.parametrize(
    ("text", "language", "metadata", "answers"),
    [
        ("dra åt helvete", "sv", SERIOUS, "sorry"),
        ("go to hell", "en", SERIOUS, "sorry"),
        ("du-te dracului", "ro", SERIOUS, "sorry"),
        ("go to hell", "en", {}, None),
        ("suck my dick", "en", SERIOUS, None),
        ("vill du ha sex", "sv", SERIOUS, None),
        ("futu-ti mortii, curva", "ro", SERIOUS, None),
    ],
)
def test_an_insult_is_anger_from_whoever_told_of_something_serious_and_not_when_it_is_sexual(
    text: str, language: str, metadata: dict[str, Any], answers: str | None
) -> None:
    assert intent(upset_in(Said(text, language, INSULT), standing(metadata))) == answers


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("polisen lyssnar inte på mig", "sv"),
        ("my boss is stupid and takes my money", "en"),
        ("ตำรวจไม่ช่วย", "th"),
        ("el nu ma lasa sa ies", "ro"),
    ],
)
def test_anger_at_others_is_none_at_the_bot(text: str, language: str) -> None:
    assert upset_in(Said(text, language, UNCLEAR), standing(SERIOUS)) is None


def test_an_unsure_insult_is_none() -> None:
    assert upset_in(Said("sia ngoen mai", "th", [("chat.abuse", 0.31)]), standing(SERIOUS)) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("gummit sprack när vi hade sex", "sv"),
        ("kondomet gled av", "sv"),
        ("gubben tog av kondomen utan att jag märkte de", "sv"),
        ("han drog av sig gummit", "sv"),
        ("the condom slipped", "en"),
        ("torn condom last night", "en"),
        ("yes i think he finished inside", "en"),
        ("we did it without a condom", "en"),
        ("ถุงยางแตกเมื่อคืน", "th"),
        ("ถุงยางหลุดข้างใน", "th"),
        ("ไม่ได้ใส่ถุง", "th"),
        ("แขกแอบถอดถุงยาง", "th"),
        ("thung lut", "th"),
        ("mai dai sai thung", "th"),
        ("ไม่ใส่ถุงด้วย", "th"),
        ("mai sai thung duai", "th"),
        ("khao taek nai", "th"),
        ("s-a spart prezervativul", "ro"),
        ("prezervativul a alunecat", "ro"),
        ("a scos prezervativu fara sa stiu", "ro"),
        ("eu cred ca la scos el", "ro"),
    ],
)
def test_a_condom_that_broke_is_answered_as_that(text: str, language: str) -> None:
    assert intent(care_in(Said(text, language, [("health.sti", 0.9)]), standing({}))) == "condom"
    assert care_in(Said(text, language, [("health.sti", 0.9)]), standing({"writer": "friend"})) is None

    assert care_in(Said(text, language, [("health.sti", 0.9)]), standing({"writer": "friend"})) is None
    assert care_in(Said(text, language, [("health.after_rape", 0.9)]), standing({})) is None, "an assault comes first"


@pytest.mark.parametrize("text", ["ลูกค้าขอไม่ใส่ถุง ทำไงดี", "ไม่ได้ใส่ถุงมือ", "เขาจะปล่อยในเน็ต", "ja chai thung yang dai mai"])
def test_a_condom_that_is_only_talked_of_did_not_break(text: str) -> None:
    assert care_in(Said(text, "th", [("safety.work_tips", 0.9)]), standing({})) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("och hiv?", "sv"),
        ("what about hiv", "en"),
        ("แล้วเอชไอวีล่ะ", "th"),
        ("laew aids la", "th"),
        ("กลัวเอดด้วย", "th"),
        ("dar hiv?", "ro"),
    ],
)
def test_hiv_after_tests_or_a_broken_condom_is_told_how_soon(text: str, language: str) -> None:
    assert intent(care_in(Said(text, language, UNCLEAR), standing({"told": ["health.sti"]}))) == "pep"
    assert intent(care_in(Said(text, language, UNCLEAR), standing({"told": ["health.after_rape"]}))) == "pep"
    assert care_in(Said(text, language, UNCLEAR), standing({})) is None


def test_a_medicine_against_it_is_asked_for_by_itself() -> None:
    assert intent(care_in(Said("มียากันเอดไหม", "th", UNCLEAR), standing({}))) == "pep"


def test_what_is_asked_after_a_rape_is_asked_of_care() -> None:
    now = standing({"topic": "health.after_rape"})
    assert intent(care_in(Said("can i get that pill so i dont get hiv", "en", UNCLEAR), now)) == "pep"
    assert intent(care_in(Said("do i have to talk to police for that", "en", UNCLEAR), now)) == "law.report_crime"
    assert care_in(Said("do i have to talk to police for that", "en", UNCLEAR), standing({})) is None
    forced: Topics = [("health.after_rape", 0.6)]
    assert care_in(Said("he held me and came inside", "en", forced), standing({})) is None
    asks = Said("guys who ask for sex without condom pay more", "en", UNCLEAR)
    assert care_in(asks, standing({})) is None


@pytest.mark.parametrize(
    ("text", "metadata", "answers"),
    [
        ("shes 23", {"topic": "friend.worried", "writer": "friend"}, "answered"),
        ("im 34", {"topic": "health.sti", "asked": "age"}, None),
        ("im 16", {}, None),
        ("hi its me again", {}, "chat.greet"),
        ("hey im back", {"told": ["law.selling"]}, "greet_again"),
        ("he came back again", {}, None),
        ("will u tell her", {"writer": "minor"}, "parents"),
        ("will u tell her", {}, None),
        ("will they be told", {"writer": "minor"}, "parents"),
        ("i dont trust u", {}, "service.what_is_this"),
    ],
)
def test_an_age_a_greeting_and_what_parents_hear_need_no_topic(
    text: str, metadata: dict[str, Any], answers: str | None
) -> None:
    assert intent(question_in(Said(text, "en", UNCLEAR), standing(metadata))) == answers


@pytest.mark.parametrize("text", ["should i pay more", "shes gonna hate me", "they dont care"])
def test_a_question_and_what_is_said_of_others_is_no_insult(text: str) -> None:
    said = Said(text, "en", INSULT)
    assert upset_in(said, standing(SERIOUS)) is None
    assert answered_as(said, "routine", (), standing(SERIOUS)) != "chat.abuse"


OWES = {"signs": [{"id": "debt", "level": "elevated", "words": "x"}], "topic": "safety.controlled"}


def test_nobody_may_be_kept_for_a_debt_also_when_that_is_asked_later() -> None:
    for text in ("do i have to pay", "what if i say no to them", "is the debt even legal"):
        assert intent(debt_in(Said(text, "en", UNCLEAR), standing(OWES))) == "safety.controlled"
        assert debt_in(Said(text, "en", UNCLEAR), standing({})) is None
    assert debt_in(Said("do i have to pay tax", "en", UNCLEAR), standing(OWES)) is None


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("pot sa iau ceva sa nu iau hiv", "pep"),
        ("exista pastile impotriva hiv", "pep"),
        ("unde fac test hiv", None),
        ("am hiv ce fac", None),
    ],
)
def test_what_can_be_taken_against_hiv_is_asked_also_at_first(text: str, answers: str | None) -> None:
    assert intent(care_in(Said(text, "ro", [("health.sti", 0.9)]), standing({}))) == answers


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("behöver jag berätta vad jag jobbar med", "sv"),
        ("do i have to say what i do", "en"),
        ("ต้องบอกหมอไหมว่าทำงานอะไร", "th"),
        ("trebuie sa spun cu ce ma ocup?", "ro"),
    ],
)
def test_whether_work_must_be_told_is_asked_of_care_only_in_talk_of_care(text: str, language: str) -> None:
    assert intent(care_in(Said(text, language, UNCLEAR), standing({"topic": "health.sti"}))) == "care_work"
    assert care_in(Said(text, language, UNCLEAR), standing({"topic": "law.money_tax"})) is None


TAKEN = [{"id": "passport_taken", "level": "high", "words": "x"}]


@pytest.mark.parametrize(
    ("text", "language", "country", "embassy"),
    [
        ("jag är från thailand", "sv", "from_thailand", "embassy_th"),
        ("im thai", "en", "from_thailand", "embassy_th"),
        ("i am from nigeria", "en", "from_elsewhere", "embassy_any"),
        ("เป็นคนไทยค่ะ", "th", "from_thailand", "embassy_th"),
        ("sunt din romania", "ro", "from_romania", "embassy_ro"),
        ("sunt din moldova", "ro", "from_elsewhere", "embassy_any"),
    ],
)
def test_whose_passport_is_held_hears_of_their_own_embassy_and_no_other(
    text: str, language: str, country: str, embassy: str
) -> None:
    said = Said(text, language, UNCLEAR)
    assert country_told(said) == {country}
    assert intent(passport_in(said, [], standing({"signs": TAKEN, "known": [country]}))) == embassy
    assert passport_in(said, [], standing({"known": [country]})) is None, "no passport was taken"


def test_a_passport_is_asked_for_again_with_the_country_told_before() -> None:
    def asked(**metadata: Any) -> str | None:
        return intent(passport_in(Said("hur får jag mitt pass", "sv", UNCLEAR), [], standing(metadata)))

    assert asked(signs=TAKEN, known=["from_thailand"]) == "embassy_th"
    assert asked(signs=TAKEN) is None
    assert asked(signs=TAKEN, told=["migration.return"]) == "migration.return", "said whole again"
    assert asked(signs=TAKEN, known=["from_thailand"], writer="friend") is None


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("do you speak romanian?", "en", "ro"),
        ("thai please", "en", "th"),
        ("kan ni skriva på engelska", "sv", "en"),
        ("på rumänska tack", "sv", "ro"),
        ("ขอภาษาอังกฤษ", "th", "en"),
        ("puteti scrie in engleza?", "ro", "en"),
        ("is there a counsellor who speaks thai?", "en", None),
        ("svenska?", "en", "sv"),
        ("thai?", "sv", "th"),
        ("english please", "sv", "en"),
        ("english?", "th", "en"),
        ("romana?", "en", "ro"),
        ("thai massage?", "en", None),
        ("i dont speak swedish", "en", None),
        ("finns tolk på thai", "sv", None),
        ("do you speak english", "en", None),
        ("nu vorbesc suedeza", "ro", None),
        ("can i work in a thai massage place in stockholm without a permit", "en", None),
    ],
)
def test_another_language_asked_of_the_bot_is_offered_in_that_language(
    text: str, language: str, wanted: str | None
) -> None:
    found = tongue_in(Said(text, language, UNCLEAR))
    assert (found.tells["language"] if found else None) == wanted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kommer mamma få veta", "sv"),
        ("will you tell my parents", "en"),
        ("แม่จะรู้ไหม", "th"),
        ("afla parintii mei?", "ro"),
        ("o suna cineva pe mama?", "ro"),
        ("nu vr sa stie tata", "ro"),
        ("nu vreau sa afle nimeni", "ro"),
    ],
)
def test_a_child_is_told_what_parents_get_to_know(text: str, language: str) -> None:
    assert intent(question_in(Said(text, language, UNCLEAR), standing({"writer": "minor"}))) == "parents"
    assert question_in(Said(text, language, UNCLEAR), standing({})) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("syns sms:en på räkningen", "sv"),
        ("can my phone provider read this", "en"),
        ("ค่ายมือถือเห็นไหม", "th"),
        ("apare sms-ul pe factura?", "ro"),
    ],
)
def test_what_the_phone_company_sees_is_answered_honestly(text: str, language: str) -> None:
    assert intent(question_in(Said(text, language, UNCLEAR), standing({}))) == "phone_company"


@pytest.mark.parametrize(
    ("metadata", "answers"),
    [
        ({}, None),
        ({"level": "high"}, "stay"),
        ({"writer": "minor"}, "here_minor"),
        ({"writer": "minor", "signs": [{"id": "suicidal", "level": "high", "words": "x"}]}, "here_low"),
    ],
)
def test_a_sign_without_words_is_met_by_who_sends_it(metadata: dict[str, Any], answers: str | None) -> None:
    assert without_words(standing(metadata)) == answers


@pytest.mark.parametrize(("text", "language"), [("hallå?", "sv"), ("hi", "en"), ("สวัสดีค่ะ", "th"), ("buna", "ro")])
def test_a_greeting_in_the_middle_begins_nothing(text: str, language: str) -> None:
    said, greet = Said(text, language, [("chat.greet", 0.99)]), "chat.greet"
    assert answered_as(said, "routine", (), standing({})) == greet
    assert answered_as(said, "routine", (), standing({"told": ["law.selling"]})) == "greet_again"
    assert meaning_of(said, "high", standing({"asked": "friend_why", "writer": "friend"})) is None


def test_a_child_who_goes_on_is_not_told_the_same_again() -> None:
    unsure: Topics = [("safety.work_tips", 0.27), ("support.money", 0.2)]
    now = standing({"writer": "minor", "level": "high", "told": ["minor.self"]})
    assert answered_as(Said("jag fryser", "sv", unsure), "routine", (), now) == "here_minor"


SOLD = {
    "sv": "hej jag kom hit för städjobb men nu måste jag träffa kunder på ett hotell varje dag, och de säger att jag är"
    " skyldig dem pengar, dessutom har jag feber, kan jag gå till doktorn",
    "en": "hello they promised me work in a restaurant but now i have to see clients every day in a flat and pay"
    " a debt, also i am sick and want to go home what can i do",
    "th": "มาทำงานนวดแต่ตอนนี้ต้องรับแขกทุกวันในห้องพัก เขาบอกว่าหนูติดหนี้"
    "ค่าเดินทาง แล้วหนูก็ไม่สบายมาสามวันแล้ว อยากไปหาหมอ อยากกลับบ้าน ทำยังไงดีคะ",
    "ro": "salut mi-au zis ca lucrez la curatenie dar trebuie sa ma culc cu barbati in fiecare zi si am de platit o"
    " datorie pentru drum, am febra de doua zile si vreau acasa",
}


@pytest.mark.parametrize("language", SOLD)
def test_of_a_long_message_the_most_serious_of_the_writers_own_is_answered(language: str) -> None:
    said = Said(SOLD[language], language, [("exploit.labour", 0.6)])
    found = sold_in(said, ["debt"], standing({}))
    assert (intent(found), found.tells if found else None) == ("safety.controlled", {"level": "high"})
    assert sold_in(said, [], standing({})) is None, "without a sign of coercion it is work"
    assert sold_in(said, ["debt"], standing({"writer": "friend"})) is None


def test_two_signs_together_are_enough_in_a_long_message() -> None:
    text = "i work in massage and the boss has my passport and i owe them money for the trip and now he made a video"
    said = Said(f"{text} of me too", "en", [("law.images", 0.64)])
    assert intent(sold_in(said, ["passport_taken", "debt"], standing({}))) == "safety.controlled"
    assert sold_in(said, ["debt"], standing({})) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("min syster är i sverige och jag tror att någon tvingar henne", "sv"),
        ("my cousin is there and somebody forces her", "en"),
        ("fata mea e in suedia si o obliga unul", "ro"),
    ],
)
def test_what_is_told_of_another_alone_is_a_friends_worry(text: str, language: str) -> None:
    topics: Topics = [("safety.controlled", 0.3), ("friend.worried", 0.29)]
    assert for_this_writer(Said(text, language, topics), standing({})).topics[0][0] == "friend.worried"
    mine = Said("he forces me", "en", topics)
    assert for_this_writer(mine, standing({})).topics[0][0] == "safety.controlled"


def test_whoever_comes_from_another_country_is_not_there() -> None:
    now = standing({"level": "high", "writer": "friend"})
    assert intent(asked_in_role(Said("im in romania", "en", UNCLEAR), now)) == "abroad"
    assert asked_in_role(Said("im from thailand", "en", UNCLEAR), now) is None


def test_a_friend_abroad_hears_whom_to_call_in_sweden() -> None:
    worried = {"asked": "friend_why", "level": "high"}
    found = asked_in_role(Said("i live in thailand", "en", UNCLEAR), standing(worried))
    assert intent(found) == "abroad"
    assert asked_in_role(Said("i live in thailand", "en", UNCLEAR), standing({"asked": "friend_why"})) is None


def test_whoever_names_a_doctor_asks_about_care_without_papers_whatever_was_spoken_of() -> None:
    said = Said("läkare utan papper", "sv", [("health.no_papers_care", 0.97)])
    assert meaning_of(said, "high", standing({"topic": "safety.controlled"})) is None


def test_a_small_town_told_after_an_answer_asks_for_help_there() -> None:
    said = Said("sunt intr-un oras mic, Ulricehamn", "ro", [("service.anonymity", 0.19)])
    found = meaning_of(said, "routine", standing({"topic": "health.sti"}))
    assert (intent(found), found.tells.get("about") if found else None) == ("near", "health.sti")


def test_he_came_is_of_pregnancy_in_talk_of_care_only() -> None:
    assert intent(care_in(Said("han kom i mig", "sv", UNCLEAR), standing({"told": ["health.sti"]}))) is not None
    assert intent(care_in(Said("han kom", "sv", UNCLEAR), standing({"told": ["health.sti"]}))) == "health.pregnancy"
    assert care_in(Said("han kom", "sv", UNCLEAR), standing({})) is None
    assert care_in(Said("han kom hit", "sv", UNCLEAR), standing({"told": ["health.sti"]})) is None


def test_pain_after_the_answer_for_those_without_papers_is_of_care() -> None:
    topics: Topics = [("health.no_papers_care", 0.9)]
    said = Said("har ont i underlivet å feber", "sv", topics)
    assert intent(care_in(said, standing({"told": ["health.no_papers_care"]}))) == "health.sti"
    assert care_in(said, standing({})) is None


@pytest.mark.parametrize(
    ("text", "answers"),
    [("vet inte", "skipped"), ("vet inte riktigt", "skipped"), ("vet inte om de räknas som våldtäkt", None)],
)
def test_not_knowing_something_of_their_own_is_no_answer(text: str, answers: str | None) -> None:
    found = meaning_of(Said(text, "sv", UNCLEAR), "high", standing({"asked": "safe", "topic": "law.report_crime"}))
    assert intent(found) == answers


def test_whether_care_calls_the_migration_agency_is_asked_of_care() -> None:
    assert answered_as(Said("ringer dom migra", "sv", UNCLEAR), "routine", (), standing({})) == "health.secrecy"


def test_words_typed_as_on_phones_are_read_as_the_patterns_have_them() -> None:
    assert Said("e de me mej", "sv", UNCLEAR).plain == "ar de med mig"
    assert Said("e me mej", "ro", UNCLEAR).plain == "e me mej"
