"""Which of its likely topics a message is answered with, and how danger goes on or ends, without a trained model."""

from typing import Any

import pytest

from bot.conversation.asked import question_in
from bot.conversation.gather import gather
from bot.conversation.message import Said
from bot.conversation.plausible import answered_as
from bot.conversation.standing import standing
from bot.nlu.signs import Sign
from bot.nlu.topic import Topics
from bot.nlu.urgency import Judgement

DENY: Topics = [("chat.deny", 0.8), ("health.mental", 0.15)]
BYE: Topics = [("chat.goodbye", 0.9)]
THANKS: Topics = [("chat.thanks", 0.6), ("friend.report", 0.2)]
SECRECY: Topics = [("service.anonymity", 0.9)]
CONTROLLED: Topics = [("safety.controlled", 0.8), ("law.trafficking", 0.06)]
HUMAN: Topics = [("service.talk_to_human", 0.6), ("chat.deny", 0.3)]
UNSURE: Topics = [("safety.work_tips", 0.27), ("law.money_tax", 0.18), ("health.mental", 0.07)]
SUICIDAL = {"signs": [{"id": "suicidal", "level": "high", "words": "vill inte leva"}]}
WAS_LOW = {"told": ["health.mental"], "level": "high", "topic": "service.talk_to_human"}


@pytest.mark.parametrize(
    ("text", "language", "topics", "metadata", "answers"),
    [
        ("nej", "sv", DENY, {}, "chat.deny"),
        ("nej har ingen plan bara trött", "sv", DENY, {}, "health.mental"),
        ("nej det var inte det jag menade", "sv", DENY[:1], {"asked": "safe"}, "answered"),
        ("nej det var inte det jag menade", "sv", DENY[:1], {}, "not_understood"),
        ("no im 34", "en", DENY[:1], {}, "answered"),
        ("no i havent talked to her", "en", DENY[:1], {}, "answered"),
        ("im from nigeria no papers", "en", [("health.no_papers_care", 0.97)], {}, "migration.deportation"),
        ("no papers, can i see a doctor", "en", [("health.no_papers_care", 0.97)], {}, "health.no_papers_care"),
        ("is this a bot", "en", UNSURE, {}, "service.what_is_this"),
        ("pa", "ro", BYE, {}, "chat.goodbye"),
        ("am hotarat, pa", "ro", BYE, SUICIDAL, "health.mental"),
        ("thanks. and is there somebody i could call?", "en", THANKS, {}, "friend.report"),
        ("thanks so much", "en", THANKS, {}, "chat.thanks"),
        ("nu, nu vreau consilier. mai stau putin aici cu tine", "ro", HUMAN, {}, "chat.deny"),
        ("i want a counsellor", "en", HUMAN, {}, "service.talk_to_human"),
        ("nej ingen bot, jag vill prata med en människa", "sv", HUMAN, {}, "service.talk_to_human"),
        ("no bot please, a human", "en", HUMAN, {}, "service.talk_to_human"),
        ("i don't want a bot. real person please", "en", HUMAN, {}, "service.talk_to_human"),
        ("ไม่อยากคุยกับบอต อยากคุยกับคน", "th", HUMAN, {}, "service.talk_to_human"),
        ("nu vreau bot vreau om", "ro", HUMAN, {}, "service.talk_to_human"),
    ],
)
def test_small_talk_is_short_and_nobody_who_is_low_is_told_goodbye(
    text: str, language: str, topics: Topics, metadata: dict[str, Any], answers: str
) -> None:
    now = standing(metadata)
    assert answered_as(Said(text, language, topics), "routine", now.sign_ids, now) == answers


@pytest.mark.parametrize(
    ("text", "language"),
    [("orkar inte mer", "sv"), ("i can't take it anymore", "en"), ("ไม่ไหวแล้วค่ะ", "th"), ("nu mai pot", "ro")],
)
def test_whoever_can_bear_no_more_is_asked_after_and_not_told_how_to_stop(text: str, language: str) -> None:
    stop: Topics = [("support.stop_selling", 0.6)]
    assert answered_as(Said(text, language, stop), "routine", (), standing({})) == "health.mental"
    assert answered_as(Said(f"{text} {text} {text}", language, stop), "routine", (), standing({})) == stop[0][0]


@pytest.mark.parametrize(
    ("text", "language", "about", "answers"),
    [
        ("måste man säga vad man heter?", "sv", "health.sti", "health.secrecy"),
        ("sparas det jag skriver?", "sv", "health.sti", "service.anonymity"),
        ("måste man säga vad man heter?", "sv", "law.selling", "service.anonymity"),
        ("would the clinic tell migration or police", "en", "law.selling", "health.secrecy"),
        ("คลินิกจะบอกตำรวจไหม", "th", "law.selling", "health.secrecy"),
        ("clinica spune la politie?", "ro", "law.selling", "health.secrecy"),
    ],
)
def test_who_gets_to_know_means_care_after_care_unless_it_is_about_this_chat(
    text: str, language: str, about: str, answers: str
) -> None:
    assert answered_as(Said(text, language, SECRECY), "routine", (), standing({"topic": about})) == answers


@pytest.mark.parametrize(
    ("text", "topics", "metadata", "answers"),
    [
        ("4000 de euro", [("chat.out_of_scope", 0.55)], {"level": "high", "told": ["safety.controlled"]}, "stay"),
        ("4000 de euro", [("chat.out_of_scope", 0.55)], {}, "chat.out_of_scope"),
        ("nu stiu", [("chat.deny", 0.6)], {"told": ["law.selling"]}, "heard"),
        ("nu stiu", [("chat.deny", 0.6)], {"told": ["law.selling"], "consent": True}, "chat.deny"),
        ("nu e nimeni?", [("chat.deny", 0.53), ("service.hours", 0.43)], {}, "service.hours"),
        ("vorbeste cu unu mai mare", [("service.talk_to_human", 0.23), ("minor.grooming", 0.22)], {}, "minor.grooming"),
        ("mi e rusine sa spun la cineva", [("service.talk_to_human", 0.72)], {}, "chat.deny"),
        ("spitalu zice la politie?", [("health.no_papers_care", 0.24)], {}, "health.secrecy"),
        ("nu mai vad rostu", [("chat.deny", 0.22)], {}, "health.mental"),
        ("acu vor 7000", [("support.stop_selling", 0.21)], {"level": "high", "told": ["support.money"]}, "stay"),
        ("vreau sa vb cu cineva", [("service.talk_to_human", 0.9)], {}, "service.talk_to_human"),
    ],
)
def test_what_goes_on_or_asks_is_no_answer_and_no_call_for_a_counsellor(
    text: str, topics: Topics, metadata: dict[str, Any], answers: str
) -> None:
    assert answered_as(Said(text, "ro", topics), "routine", (), standing(metadata)) == answers


def test_a_story_in_several_messages_is_heard_until_it_is_clear_or_a_new_sign_of_danger() -> None:
    topics: Topics = [("safety.immediate_danger", 0.19), ("support.peer", 0.13)]
    told = {"told": ["health.after_rape"], "topic": "health.after_rape", "level": "high"}
    high = Judgement("high", 0.6, ())
    assert gather("am zis nu de zece ori", "ro", topics, high, (), told).intent == "stay"
    assert gather("am zis nu de zece ori", "ro", topics, high, (), {}).intent == "safety.immediate_danger"
    sign = Sign("threat_to_kill", "high", "ma omoara")
    seen = Judgement("high", 0.6, (sign,))
    assert gather("am zis nu de zece ori", "ro", topics, seen, [sign], told).intent == "safety.immediate_danger"
    unclear: Topics = [("safety.immediate_danger", 0.08)]
    assert gather("nu am adresa aici", "ro", unclear, high, (), {}).intent == "no_answer_yet"


def test_a_bot_asked_again_what_it_is_says_so() -> None:
    found = question_in(Said("esti robot?", "ro", []), standing({"told": ["service.what_is_this"]}))
    assert found is not None
    assert (found.intent, found.tells) == ("service.what_is_this", {"repeat": True})


INSULT: Topics = [("chat.abuse", 0.9)]


@pytest.mark.parametrize(
    ("text", "language", "topics", "answers"),
    [
        ("ทำงานร้านนวด แขกจับนม เจ้าของบอกให้ทน", "th", INSULT, "law.report_crime"),
        ("ใครเขียนมึง อ่านแชทกูได้มั้ย", "th", INSULT, "service.anonymity"),
        ("test 1 2 3 bot ngo mai", "th", INSULT, "service.what_is_this"),
        ("din jävla hora", "sv", INSULT, "chat.abuse"),
        ("esti politia?", "ro", [("law.report_crime", 0.9)], "service.police_contact"),
        ("are you the police", "en", INSULT, "service.police_contact"),
        ("är du polis eller", "sv", INSULT, "service.police_contact"),
        (
            "tack. å du, en sista, va e pep för nåt",
            "sv",
            [("chat.thanks", 0.9), ("health.sti", 0.03)],
            "not_understood",
        ),
        ("nu sunt gravida!", "ro", [("health.pregnancy", 0.9), ("health.sti", 0.3)], "health.sti"),
    ],
)
def test_what_only_sounds_like_an_insult_or_thanks_is_answered_as_what_it_says(
    text: str, language: str, topics: Topics, answers: str
) -> None:
    assert answered_as(Said(text, language, topics), "routine", (), standing({})) == answers


@pytest.mark.parametrize(
    ("topics", "metadata", "answers"),
    [
        (UNSURE, WAS_LOW, "health.mental"),
        (UNSURE, {"topic": "law.money_tax"}, "law.money_tax"),
        (UNSURE, {"topic": "health.sti"}, "safety.work_tips"),
        (UNSURE, {"danger": "safety.immediate_danger"}, "stay"),
        ([("service.anonymity", 0.1)], {"danger": "safety.immediate_danger"}, "stay"),
        (UNSURE, {"danger": "safety.suicide_now"}, "safety.suicide_now"),
        (UNSURE, {"writer": "minor"}, "minor.self"),
        (CONTROLLED, {"told": ["safety.controlled"], "writer": "minor"}, "safety.controlled"),
        ([("service.anonymity", 0.1)], {"topic": "health.sti"}, None),
        (CONTROLLED, {}, "safety.controlled"),
        ([("safety.immediate_danger", 0.5), ("law.selling", 0.3)], {}, "law.selling"),
        ([("safety.immediate_danger", 0.9)], {}, "safety.immediate_danger"),
    ],
)
def test_what_is_unsure_goes_on_with_what_was_spoken_of(
    topics: Topics, metadata: dict[str, Any], answers: str | None
) -> None:
    assert answered_as(Said("mm jag vet inte", "sv", topics), "routine", (), standing(metadata)) == answers


@pytest.mark.parametrize("text", ["im scared", "vreau 20 cred, mi e somn"])
def test_distress_right_after_danger_is_met_with_112_again(text: str) -> None:
    now = standing({"danger": "safety.immediate_danger", "level": "immediate"})
    assert answered_as(Said(text, "en", UNSURE), "elevated", (), now) == "safety.immediate_danger"


DANGER: Topics = [("safety.immediate_danger", 0.9)]
AFTER_PILLS = {"level": "immediate", "danger": "safety.suicide_now"}
AFTER_DANGER = {"level": "immediate", "topic": "safety.immediate_danger"}


@pytest.mark.parametrize(
    ("text", "language", "metadata", "intent"),
    [
        ("called them, ambulance coming", "en", AFTER_DANGER, "helped"),
        ("jag har ringt 112 nu", "sv", AFTER_DANGER, "helped"),
        ("yes i called. theyre coming.", "en", AFTER_DANGER, "helped"),
        ("rang them they are on the way. what do i do now", "en", AFTER_DANGER, "helped"),
        ("โทร 112 แล้วค่ะ", "th", AFTER_DANGER, "helped"),
        ("am sunat, vin acum", "ro", AFTER_DANGER, "helped"),
        (
            "it is ok now, i will just sleep",
            "en",
            {**AFTER_DANGER, "danger": "safety.suicide_now"},
            "safety.suicide_now",
        ),
        ("i have not called them", "en", AFTER_DANGER, "safety.immediate_danger"),
        ("its calm now he went to sleep, i dont want police. can we just keep talking", "en", AFTER_DANGER, "calmer"),
        ("da acum sunt ok, e plecat la munca", "ro", {"asked": "safe", "topic": "safety.controlled"}, "answered"),
        ("nu e in pericol acum, doar cred ca el o tine din scurt", "ro", {}, "no_answer_yet"),
        ("hon är inte i fara nu", "sv", {}, "no_answer_yet"),
        ("they came last week and now they are at the entrance", "en", {}, "safety.immediate_danger"),
        ("anul trecut a lasat-o in sant, acum a urcat iar la el", "ro", {}, "safety.immediate_danger"),
    ],
)
def test_danger_goes_on_or_ends_as_the_writer_says(
    text: str, language: str, metadata: dict[str, Any], intent: str
) -> None:
    judged = Judgement("immediate", 0.3, ())
    assert gather(text, language, DANGER, judged, (), metadata).intent == intent


THREAT = Sign("threat_to_kill", "high", "bate")
FRIEND = {"told": ["friend.worried"], "writer": "friend", "level": "elevated"}
WORKER = {"told": ["exploit.labour"], "level": "elevated"}


@pytest.mark.parametrize(
    ("text", "language", "level", "topics", "signs", "metadata", "answers"),
    [
        (
            "new phone from some bloke",
            "en",
            "routine",
            [("friend.worried", 0.7), ("friend.signs", 0.2)],
            (),
            FRIEND,
            "friend.signs",
        ),
        (
            "hon svarade inte idag",
            "sv",
            "high",
            [("friend.worried", 0.69), ("friend.signs", 0.2)],
            (),
            FRIEND,
            "friend.signs",
        ),
        ("new phone", "en", "routine", [("friend.worried", 0.7), ("friend.signs", 0.1)], (), FRIEND, "friend.worried"),
        (
            "zice ca ma bate daca vorbesc",
            "ro",
            "high",
            [("exploit.labour", 0.7)],
            (THREAT,),
            WORKER,
            "safety.stalking_threats",
        ),
        ("zice ca ma bate daca vorbesc", "ro", "high", [("exploit.labour", 0.9)], (), WORKER, "no_answer_yet"),
        (
            "i am not an eu citizen",
            "en",
            "routine",
            [("migration.deportation", 0.6), ("migration.eu", 0.3)],
            (),
            {"told": ["migration.deportation"]},
            "migration.eu",
        ),
        (
            "he takes it",
            "en",
            "high",
            CONTROLLED,
            (),
            {"told": ["safety.controlled"], "level": "high"},
            "safety.controlled",
        ),
        (
            "he takes it",
            "en",
            "high",
            [("safety.controlled", 0.6), ("law.trafficking", 0.2)],
            (),
            {"told": ["safety.controlled"], "level": "high"},
            "law.trafficking",
        ),
        (
            "they are from here",
            "en",
            "high",
            [("safety.controlled", 0.6), ("health.pregnancy", 0.2)],
            (),
            {"told": ["safety.controlled"], "level": "high"},
            "safety.controlled",
        ),
        (
            "he takes it",
            "en",
            "high",
            CONTROLLED,
            (),
            {"told": ["safety.controlled", "law.trafficking"], "level": "high"},
            "safety.controlled",
        ),
        (
            "he will show my school",
            "en",
            "high",
            [("minor.grooming", 0.9)],
            (Sign("blackmail", "high", "show"),),
            {"told": ["minor.grooming"], "writer": "minor", "level": "high"},
            "law.images",
        ),
        (
            "i feel bad",
            "en",
            "high",
            [("health.mental", 0.4), ("support.housing", 0.3)],
            (),
            {"told": ["health.mental"], "level": "high"},
            "health.mental",
        ),
        (
            "vad kostar det",
            "sv",
            "routine",
            [("health.sti", 0.5), ("support.money", 0.4)],
            (),
            {"told": ["health.sti"], "topic": "health.sti"},
            "health.sti",
        ),
    ],
)
def test_a_topic_told_before_gives_way_to_the_next_and_to_a_new_danger_always(
    text: str,
    language: str,
    level: str,
    topics: Topics,
    signs: tuple[Sign, ...],
    metadata: dict[str, Any],
    answers: str,
) -> None:
    found = gather(text, language, topics, Judgement(level, 0.8, signs), signs, metadata)
    assert found.intent == answers


def test_whoever_goes_on_telling_is_not_answered_with_an_unlikely_topic() -> None:
    told = {"told": ["safety.controlled"], "topic": "safety.controlled", "level": "high"}
    topics: Topics = [("safety.controlled", 0.27), ("service.anonymity", 0.17), ("health.pregnancy", 0.14)]
    judged = Judgement("high", 0.6, ())
    assert gather("บอกเก็บไว้สร้างบ้าน", "th", topics, judged, (), told).intent == "safety.controlled"
    assert (
        gather("x", "th", [("health.pregnancy", 0.85), ("safety.controlled", 0.04)], judged, (), told).intent
        == "health.pregnancy"
    )


def test_a_new_sign_of_what_was_told_is_not_answered_with_an_unlikely_topic() -> None:
    told = {"told": ["safety.controlled"], "topic": "migration.return", "level": "high"}
    topics: Topics = [("safety.controlled", 0.6), ("law.third_party", 0.09)]
    held = (Sign("passport_taken", "high", "เล่มอยู่กับ"),)
    assert gather("เล่มอยู่กับเจ๊", "th", topics, Judgement("high", 0.8, held), held, told).intent == "safety.controlled"


def test_a_friend_is_not_answered_as_a_child() -> None:
    told = {"told": ["friend.how_to_talk"], "topic": "friend.how_to_talk", "writer": "friend", "level": "high"}
    topics: Topics = [("minor.grooming", 0.24), ("friend.how_to_talk", 0.12)]
    assert gather("พี่โกรธง่าย", "th", topics, Judgement("high", 0.6, ()), (), told).intent == "friend.how_to_talk"


def test_fever_and_discharge_are_no_danger_by_a_guess() -> None:
    judged, topics = Judgement("immediate", 0.6, ()), [("health.sti", 0.54), ("safety.immediate_danger", 0.25)]
    found = gather("ปวดท้องน้อยมีไข้ตกขาวเหม็น", "th", topics, judged, (), {})
    assert (found.intent, found.entities["level"]) == ("health.sti", "high")
    bleeding = (Sign("bleeding", "immediate", "x"),)
    found = gather("x", "th", topics, Judgement("immediate", 0.6, bleeding), bleeding, {})
    assert found.entities["level"] == "immediate"


SELF_TOLD = {"writer": "self", "told": ["safety.controlled"], "topic": "law.selling"}


@pytest.mark.parametrize(
    ("text", "topics", "metadata", "answers"),
    [
        ("ตอนนี้มันไปทำงาน", [("chat.goodbye", 0.24)], {"level": "high", "told": ["safety.controlled"]}, "stay"),
        ("ไปก่อนนะคะ", [("chat.goodbye", 0.9)], {"level": "high", "told": ["safety.controlled"]}, "chat.goodbye"),
        ("อายแม่มาก", [("chat.out_of_scope", 0.25)], {"level": "high", "told": ["law.images"]}, "stay"),
        ("อยากรู้", [("chat.out_of_scope", 0.3), ("law.selling", 0.2)], {"level": "high"}, "law.selling"),
        ("nu phit mai", [("chat.deny", 0.5), ("law.selling", 0.4)], {"level": "high"}, "law.selling"),
        ("mai kha", [("chat.deny", 0.9), ("law.selling", 0.02)], {"level": "high"}, "chat.deny"),
        ("หนูมาจากไทย", [("minor.self", 0.4), ("migration.return", 0.3)], SELF_TOLD, "migration.return"),
        ("หนูมาจากไทย", [("minor.self", 0.6), ("migration.return", 0.3)], SELF_TOLD, "minor.self"),
        ("ไม่มีใครเลย", [("chat.deny", 0.75)], {"level": "high", "told": ["health.mental"]}, "here_low"),
        ("ไม่มี", [("chat.deny", 0.75)], {"level": "high", "told": ["health.mental"], "asked": "children"}, "chat.deny"),
        ("mai ao", [("chat.abuse", 0.4), ("service.hours", 0.3)], {"told": ["health.sti"]}, "service.hours"),
        ("nao mak", [("chat.deny", 0.29)], {"level": "high", "told": ["safety.controlled"]}, "stay"),
        ("เธอเป็นใคร", [("friend.signs", 0.86)], {}, "service.what_is_this"),
        ("แฟนเป็นใครไม่รู้", [("friend.signs", 0.86)], {}, "friend.signs"),
    ],
)
def test_a_word_that_is_unsure_ends_no_talk(text: str, topics: Topics, metadata: dict[str, Any], answers: str) -> None:
    assert answered_as(Said(text, "th", topics), "routine", (), standing(metadata)) == answers


def test_the_buttons_offered_are_topics_that_were_not_told() -> None:
    topics: Topics = [("health.sti", 0.5), ("chat.thanks", 0.2), ("support.money", 0.1), ("law.selling", 0.05)]
    found = gather("x", "en", topics, Judgement("routine", 0.8, ()), (), {"told": ["health.sti"]})
    assert found.entities["likely"] == ["support.money", "law.selling"]


def test_who_says_that_there_is_no_danger_is_not_in_danger_by_a_guess() -> None:
    judged = Judgement("immediate", 0.3, ())
    said = "nu e in pericol acum, doar cred ca el o tine din scurt"
    found = gather(said, "ro", [("friend.worried", 0.6)], judged, (), {"writer": "friend"})
    assert (found.intent, found.entities["level"]) == ("friend.worried", "high")


AFFIRMS: Topics = [("chat.affirm", 0.99)]


@pytest.mark.parametrize(
    ("metadata", "intent"),
    [
        ({"told": ["law.selling"], "topic": "law.selling"}, "heard"),
        ({"told": ["health.after_rape"], "topic": "health.after_rape", "level": "high"}, "stay"),
        ({"told": ["health.mental"], "level": "high"}, "here_low"),
        ({"told": ["health.mental"], "level": "high", "consent": True}, "heard"),
        ({"told": ["minor.self"], "level": "high", "writer": "minor"}, "here_minor"),
        ({"danger": "safety.immediate_danger", "level": "immediate"}, "stay"),
        (AFTER_PILLS, "here_low"),
        ({**AFTER_PILLS, "signs": [{"id": "overdose", "level": "immediate"}]}, "safety.suicide_now"),
        ({}, "chat.affirm"),
    ],
)
@pytest.mark.parametrize(
    ("text", "language"),
    [("ok", "sv"), ("mm", "sv"), ("k", "en"), ("ok mm", "en"), ("โอเคค่ะ", "th"), ("mhm", "ro"), ("jaha okej", "sv")],
)
def test_an_ok_after_an_answer_is_a_sign_that_it_was_read_and_no_yes(
    text: str, language: str, metadata: dict[str, Any], intent: str
) -> None:
    assert answered_as(Said(text, language, AFFIRMS), "routine", (), standing(metadata)) == intent


@pytest.mark.parametrize(("text", "language"), [("ja", "sv"), ("yes please", "en"), ("ใช่ค่ะ", "th"), ("da vreau", "ro")])
def test_a_yes_stays_one(text: str, language: str) -> None:
    now = standing({"told": ["health.after_rape"], "level": "high"})
    assert answered_as(Said(text, language, AFFIRMS), "routine", (), now) == "chat.affirm"


def test_whoever_told_of_dark_thoughts_is_asked_how_it_is_before_a_goodbye() -> None:
    now = standing({"told": ["health.mental"], "level": "high"})
    assert answered_as(Said("ok bye", "en", [("chat.goodbye", 0.99)]), "routine", (), now) == "here_low"


TOLD = {"told": ["law.selling", "safety.controlled"], "topic": "safety.controlled", "level": "high"}
ROUTINE, HIGH = Judgement("routine", 0.9, ()), Judgement("high", 0.6, ())


@pytest.mark.parametrize(
    ("text", "topics", "judgement", "metadata", "answers"),
    [
        ("a guy i met online", [("minor.self", 0.22), ("friend.child", 0.1)], HIGH, TOLD, "stay"),
        ("its 4 days", [("safety.immediate_danger", 0.12)], HIGH, {"told": ["law.selling"]}, "no_answer_yet"),
        ("its him again", [("safety.immediate_danger", 0.3)], HIGH, {}, "safety.immediate_danger"),
        ("sometimes he gets angry", [("safety.controlled", 0.42), ("health.mental", 0.25)], HIGH, TOLD, TOLD["topic"]),
        (
            "he says its for us",
            [("safety.stalking_threats", 0.4), ("safety.controlled", 0.3)],
            HIGH,
            TOLD,
            TOLD["topic"],
        ),
        ("been doing this 6 yrs", [("chat.thanks", 0.1)], ROUTINE, {"told": ["law.selling"]}, "answered"),
        ("what is this 6 yrs", [("chat.thanks", 0.1)], ROUTINE, {"told": ["law.selling"]}, "not_understood"),
        (
            "i sell sex from my flat",
            [("law.selling", 0.57), ("support.housing", 0.13)],
            ROUTINE,
            {"told": ["law.selling"], "topic": "law.selling"},
            "answered",
        ),
    ],
)
def test_what_is_told_on_is_heard_and_makes_nobody_low_or_a_child(
    text: str, topics: Topics, judgement: Judgement, metadata: dict[str, Any], answers: str
) -> None:
    assert gather(text, "en", topics, judgement, (), metadata).intent == answers


def test_a_question_about_what_was_told_before_is_answered_whole() -> None:
    asks = gather("what does the law say of that", "en", [("law.selling", 0.99)], ROUTINE, (), TOLD)
    assert (asks.intent, asks.entities.get("repeat")) == ("law.selling", True)
    just_now = {**TOLD, "topic": "law.selling", "level": "routine"}
    assert (
        "repeat"
        not in gather("what does the law say of that", "en", [("law.selling", 0.99)], ROUTINE, (), just_now).entities
    )
    tells = gather("i sell sex", "en", [("law.selling", 0.99)], ROUTINE, (), TOLD)
    assert "repeat" not in tells.entities


def test_a_friend_who_would_report_hears_how_and_a_buyer_too() -> None:
    now = {"writer": "friend", "topic": "friend.signs", "told": ["friend.signs"]}
    report: Topics = [("law.report_crime", 0.52), ("friend.report", 0.48)]
    assert gather("can i report it without her knowing", "en", report, ROUTINE, (), now).intent == "friend.report"
    buyer = {"writer": "other", "told": ["buyer.stop", "friend.report"], "known": ["buyer.stop"]}
    assert gather("how do i report it", "en", report, ROUTINE, (), buyer).intent == "friend.report"
    visit: Topics = [("law.police_visit", 0.44), ("migration.deportation", 0.19)]
    told = {**buyer, "told": ["buyer.stop", "law.buying"], "topic": "buyer.stop"}
    assert gather("will police come for me", "en", visit, ROUTINE, (), told).intent == "law.buying"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("står på perrongen nu", "sv"),
        ("im on the bridge", "en"),
        ("อยู่บนสะพาน", "th"),
        ("sunt pe peron si vreau sa se termine", "ro"),
    ],
)
def test_a_place_to_die_after_dark_thoughts_is_danger_now(text: str, language: str) -> None:
    low = {"level": "high", "told": ["health.mental"], "topic": "health.mental", "language": language}
    topics: Topics = [("chat.out_of_scope", 0.2)]
    assert gather(text, language, topics, ROUTINE, (), low).intent == "safety.suicide_now"
    assert gather(text, language, topics, ROUTINE, (), {"language": language}).intent != "safety.suicide_now"
