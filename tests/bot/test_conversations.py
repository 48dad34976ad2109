"""Whole conversations with the trained bot, in four languages, as the door leads them (the rules: stories/)."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, ActionServer, Bot, choices_of, state_of, texts_of

LANGUAGES = ("sv", "en", "th", "ro")
TEST = {
    "sv": "var kan jag testa mig för klamydia?",
    "en": "where can I get tested for chlamydia?",
    "th": "ตรวจโรคหนองในได้ที่ไหน",
    "ro": "unde pot sa ma testez pentru chlamydia?",
}
DANGER = {
    "sv": "han slår mig just nu och har en kniv, hjälp",
    "en": "he is beating me right now and he has a knife, help",
    "th": "เขากำลังตีฉันอยู่ตอนนี้ เขามีมีด ช่วยด้วย",
    "ro": "ma bate chiar acum si are un cutit, ajutor",
}
FRIEND = {
    "sv": "jag är orolig för min vän, jag tror att hon säljer sex",
    "en": "I am worried about my friend, I think she sells sex",
    "th": "ฉันเป็นห่วงเพื่อน คิดว่าเพื่อนขายบริการ",
    "ro": "sunt ingrijorata pentru prietena mea, cred ca vinde sex",
}
PILLS = {
    "sv": "jag har svalt alla mina tabletter nu",
    "en": "i took all my sleeping pills now",
    "th": "กินยานอนหลับไปทั้งแผงแล้ว ง่วงมาก",
    "ro": "am luat toate somniferele acum",
}
WORN_OUT = {"sv": "orkar inte mer", "en": "i can't take it anymore", "th": "ไม่ไหวแล้วค่ะ", "ro": "nu mai pot"}
AGAIN = {"sv": "vad var numret?", "en": "what was the number?", "th": "เบอร์อะไรนะ", "ro": "care era numarul?"}
CALM = {"sv": "det är lugnt nu", "en": "im ok now", "th": "ตอนนี้โอเคแล้ว", "ro": "sunt bine acum"}
CALLED = {"sv": "har ringt 112 nu", "en": "called 112 now", "th": "โทร 112 แล้วค่ะ", "ro": "am sunat la 112"}
ABUSE = {"sv": "din jävla hora", "en": "you fucking whore", "th": "อีกะหรี่ อีควาย", "ro": "curva proasta ce esti"}

PUNISHED = {
    "sv": "kan polisen gripa henne för att hon säljer",
    "en": "if I call police will they arrest her too",
    "th": "ตำรวจจะจับเธอไหม",
    "ro": "o aresteaza politia",
}
WRONG_NUMBER = {"sv": "oj fel nummer", "en": "wrong number scz", "th": "ส่งผิดเบอร์ sorry", "ro": "wrong number scuze"}


class Talk:
    """One conversation, with what the door remembers of it (triage_api/door/turn.py)."""

    def __init__(self, bot: Bot, sender: str, language: str) -> None:
        self.bot, self.sender = bot, f"{sender}-{language}"
        self.known: dict[str, Any] = {"language": language, "channel": "web", "picked": True, "told": [], "lately": []}

    def writes(self, text: str) -> list[dict[str, Any]]:
        return self._take_in(self.bot.hears(text, self.sender, **self.known))

    def presses(self, intent: str, **tells: Any) -> list[dict[str, Any]]:
        known = {key: self.known[key] for key in ("language", "channel", "level") if key in self.known}
        about = {"about": self.known["topic"]} if self.known.get("topic") else {}
        return self._take_in(self.bot.hears_choice(intent, self.sender, **known, **about, **tells))

    def _take_in(self, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
        customs = [item["custom"] for item in said if "custom" in item]
        self.known.update({name: state_of(said)[name] for name in ("level", "signs", "writer", "known")})
        danger = any(custom.get("kind") == "danger" for custom in customs)
        abouts = [custom["about"]["topic"] for custom in customs if "about" in custom]
        self.known["danger"] = abouts[0] if danger and abouts else None
        if not danger:
            self.known["asked"] = asked(said)
            topics = [custom["about"]["topic"] for custom in customs if "about" in custom]
            self.known["topic"] = topics[-1] if topics else self.known.get("topic")
            self.known["told"] = [*self.known["told"], *topics]
            self.known["lately"] = [*self.known["lately"], *([asked(said)] if asked(said) else [])][-3:]
        return said


def asked(said: list[dict[str, Any]]) -> str | None:
    return next((item["custom"]["ask"] for item in said if "ask" in item.get("custom", {})), None)


def test_the_stories_go_as_written_in_four_languages(model: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bot.stories", str(model)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_comes_first_and_then_one_question_which_is_asked_once(bot: Bot, language: str) -> None:
    talk = Talk(bot, "once", language)
    said = talk.writes(TEST[language])
    assert said[1]["custom"]["about"]["topic"] == "health.sti", "the answer stands before the question"
    assert asked(said) == "place"
    assert "near.anywhere" in choices_of(said)
    assert asked(talk.presses("health.sti")) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_asks_whether_she_is_punished_hears_the_law_for_who_sells(bot: Bot, language: str) -> None:
    said = Talk(bot, "punished", language).writes(PUNISHED[language])
    assert [item["custom"]["about"]["topic"] for item in said if "about" in item.get("custom", {})] == ["law.selling"]


READ = {"sv": "okej", "en": "ok", "th": "โอเค", "ro": "ok"}
MENU = {"law.selling", "service.what_is_this"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [TEST, WORN_OUT, DANGER], ids=["calm", "low", "danger"])
def test_an_ok_after_an_answer_begins_no_hand_off_and_shows_no_menu(
    bot: Bot, language: str, before: dict[str, str]
) -> None:
    talk = Talk(bot, f"heard-{before['en'][:6]}", language)
    talk.writes(before[language])
    said = talk.writes(READ[language])
    assert len(texts_of(said)) == 1
    assert not {"handoff.yes", *MENU} & set(choices_of(said))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ok_to_the_question_whether_they_want_a_counsellor_asks_for_consent(
    bot: Bot, action_server: ActionServer, language: str
) -> None:
    talk = Talk(bot, "heard-missed", language)
    talk.known["told"] = ["law.selling"]
    for nonsense in ("qwzx", "zzxq"):
        talk.writes(nonsense)
    talk.writes(READ[language])
    assert action_server.called[-1]["next_action"] == "action_ask_consent"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_number_is_no_topic_of_ours(bot: Bot, language: str) -> None:
    said = Talk(bot, "wrong-number", language).writes(WRONG_NUMBER[language])
    assert state_of(said)["topics"][0][0] == "chat.out_of_scope"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_given_before_is_given_shorter_the_second_time(bot: Bot, language: str) -> None:
    talk = Talk(bot, "again", language)
    first, again = talk.presses("law.selling"), talk.presses("law.selling")
    assert len(again[0]["text"]) < len(first[0]["text"])
    assert again[1]["custom"]["about"] == first[1]["custom"]["about"]
    assert "handoff.ask" in choices_of(again)


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_that_goes_on_is_met_shorter_and_whole_again_after_anything_else(bot: Bot, language: str) -> None:
    talk = Talk(bot, "danger-again", language)
    first, again = talk.writes(DANGER[language]), talk.writes(DANGER[language])
    assert len(again[0]["text"]) < len(first[0]["text"])
    assert all("112" in said[0]["text"] and {"custom": {"kind": "danger"}} in said for said in (first, again))
    talk.presses("law.selling")
    assert texts_of(talk.writes(DANGER[language])) == texts_of(first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_tells_more_of_something_grave_is_heard_and_not_given_a_summary(bot: Bot, language: str) -> None:
    talk = Talk(bot, "grave", language)
    first, more, stay = (talk.writes(WORN_OUT[language]) for _ in range(3))
    assert len({said[0]["text"] for said in (first, more, stay)}) == 3
    assert all("112" in said[0]["text"] for said in (first, more, stay))
    assert "90101" in more[0]["text"]
    assert "handoff.ask" in choices_of(more)
    short = talk.presses("health.mental")
    assert "90101" in short[0]["text"], "its button gives the text itself"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_come_to_again_is_met_honestly_and_asked_for_again_with_its_text(bot: Bot, language: str) -> None:
    talk = Talk(bot, "known", language)
    first = talk.presses("health.sti")
    known, more, again = talk.writes(TEST[language]), talk.writes(TEST[language]), talk.writes(AGAIN[language])
    assert state_of(known)["topics"][0][0] == "health.sti"
    assert all("116 016" in said[0]["text"] and "1177" not in said[0]["text"] for said in (known, more))
    assert known[0]["text"] != more[0]["text"], "nobody reads the same words twice in a row"
    assert choices_of(known)[-1] == "handoff.ask"
    assert "health.sti" not in choices_of(known)
    assert len(choices_of(known)) == 4
    assert "1177" in again[0]["text"]
    assert len(again[0]["text"]) < len(first[0]["text"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_on_its_way_is_met_as_that_and_pills_are_never_called_calm(bot: Bot, language: str) -> None:
    talk = Talk(bot, "pills", language)
    assert {"custom": {"kind": "danger"}} in talk.writes(PILLS[language])
    assert {"custom": {"kind": "danger"}} in talk.writes(CALM[language])
    said = talk.writes(CALLED[language])
    assert {"custom": {"kind": "danger"}} not in said
    assert "112" in said[0]["text"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "topic", ["health.sti", "safety.controlled", "law.third_party", "support.housing", "friend.worried"]
)
def test_danger_interrupts_an_open_question_and_going_on_comes_back_to_it(bot: Bot, language: str, topic: str) -> None:
    talk = Talk(bot, f"interrupts-{topic}", language)
    question = asked(talk.presses(topic))
    assert question
    danger = talk.writes(DANGER[language])
    assert {"custom": {"kind": "danger"}} in danger
    assert asked(danger) is None
    assert asked(talk.presses("handoff.no")) == question


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_danger_interrupted_can_be_answered_at_once(bot: Bot, language: str) -> None:
    talk = Talk(bot, "answers-after", language)
    talk.writes(TEST[language])
    talk.writes(DANGER[language])
    assert texts_of(talk.writes("Malmö"))[0] == "a list of services"


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_after_an_answer_without_a_question_offers_the_topic_again(bot: Bot, language: str) -> None:
    talk = Talk(bot, "resumes", language)
    talk.presses("law.selling")
    talk.writes(DANGER[language])
    assert choices_of(talk.presses("handoff.no")) == ["law.selling"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_going_on_after_danger_that_came_first_goes_back_to_nothing(bot: Bot, language: str) -> None:
    talk = Talk(bot, "nothing-before", language)
    talk.writes(DANGER[language])
    assert choices_of(talk.presses("handoff.no")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_friend_is_asked_why_and_what_they_tell_is_received(bot: Bot, language: str) -> None:
    talk = Talk(bot, "friend", language)
    said = talk.writes(FRIEND[language])
    assert (asked(said), state_of(said)["writer"]) == ("friend_why", "friend")
    assert choices_of(said)[-1] == "skip"
    told = talk.writes("xqzzv kkp")
    assert choices_of(told) == ["friend.signs", "friend.how_to_talk", "friend.report", "handoff.ask"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_insults_are_met_calmly_shorter_the_second_time_and_the_line_stays_open(bot: Bot, language: str) -> None:
    talk = Talk(bot, "abuse", language)
    first, again = talk.writes(ABUSE[language]), talk.writes(ABUSE[language])
    assert texts_of(first) != texts_of(again)
    assert state_of(again)["level"] == "routine"
    assert texts_of(talk.presses("law.selling"))


def test_a_minor_stays_one_and_is_not_asked_for_their_age(bot: Bot) -> None:
    talk = Talk(bot, "minor", "sv")
    said = talk.presses("minor.self", writer="minor", age="child", level="elevated")
    assert (state_of(said)["writer"], state_of(said)["level"]) == ("minor", "elevated")
    assert "handoff.ask" in choices_of(said)
    assert asked(talk.presses("near", place={"county": "skane", "town": "malmo"}, place_known=True)) is None


def test_a_place_once_known_is_not_asked_for_and_finds_help_for_the_next_topic(bot: Bot) -> None:
    talk = Talk(bot, "place-known", "sv")
    talk.presses("near", place={"county": "skane", "town": "malmo"}, place_known=True)
    assert texts_of(talk.presses("support.local_services"))[0] == "a list of services"
    assert asked(talk.presses("health.sti")) is None


def test_a_question_about_self_is_not_put_to_a_friend(bot: Bot) -> None:
    talk = Talk(bot, "friend-not-asked", "sv")
    talk.writes(FRIEND["sv"])
    assert asked(talk.presses("law.trafficking")) is None


def topic_of(said: list[dict[str, Any]]) -> str | None:
    return next((item["custom"]["about"]["topic"] for item in said if "about" in item.get("custom", {})), None)


def is_danger(said: list[dict[str, Any]]) -> bool:
    return {"custom": {"kind": "danger"}} in said


CALMER = {
    "sv": "han har gått nu. det är lugnt",
    "en": "hes gone, i am ok now",
    "th": "เค้าไปแล้วค่ะ ตอนนี้โอเคแล้ว",
    "ro": "gata s a culcat. e ok acum",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_danger_is_over_the_answer_is_calm_and_still_names_112(bot: Bot, language: str) -> None:
    talk = Talk(bot, "calmer", language)
    assert is_danger(talk.writes(DANGER[language]))
    said = talk.writes(CALMER[language])
    assert not is_danger(said)
    assert "112" in texts_of(said)[0]
    assert "116 016" in texts_of(said)[0]
    assert state_of(said)["level"] == "immediate", "the level of a conversation does not fall"
    assert is_danger(talk.writes(DANGER[language])), "and danger is danger again"


LOW = {
    "sv": ("jag tänker på att ta livet av mig ibland", "ikväll gör jag det", "nej jag har ingen plan, bara trött"),
    "en": ("sometimes i think about killing myself", "tonight i do it", "no i have no plan, just tired"),
    "th": ("บางทีก็คิดอยากฆ่าตัวตาย", "เก็บยานอนหลับไว้เยอะแล้ว", "ไม่มีแผนค่ะ แค่ท้อ"),
    "ro": ("ma gandesc tot mai des la sinucidere", "diseara o fac", "nu am niciun plan, sunt doar obosita"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_after_thoughts_of_suicide_is_answered_with_112(bot: Bot, language: str) -> None:
    thoughts, plan, _none = LOW[language]
    talk = Talk(bot, "plan", language)
    talk.writes(thoughts)
    said = talk.writes(plan)
    assert is_danger(said)
    assert "suicide_now" in {sign["id"] for sign in state_of(said)["signs"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_says_that_there_is_no_plan_is_not_told_that_nothing_was_shared(bot: Bot, language: str) -> None:
    thoughts, _plan, none = LOW[language]
    talk = Talk(bot, "no-plan", language)
    talk.writes(thoughts)
    said = talk.writes(none)
    assert not is_danger(said)
    assert texts_of(said)[0] != texts_of(talk.presses("handoff.no"))[0]


GREETED = {
    "sv": "hej, min kille slår mig och tar min telefon",
    "en": "hello good evening, my husband hits me and takes my phone",
    "th": "สวัสดีค่ะ โดนแฟนตี แล้วเอาโทรศัพท์ไป",
    "ro": "buna seara, sotul ma loveste si imi ia telefonul",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_greeting_does_not_hide_what_it_is_about(bot: Bot, language: str) -> None:
    said = Talk(bot, "greeted", language).writes(GREETED[language])
    assert state_of(said)["level"] in ("high", "immediate")
    assert topic_of(said) is not None
    assert not str(topic_of(said)).startswith("friend.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_buyer_is_never_told_that_they_cannot_be_punished(bot: Bot, language: str) -> None:
    talk = Talk(bot, "buyer", language)
    talk.presses("buyer.stop")
    asked_about = {
        "sv": "är det olagligt",
        "en": "is it illegal",
        "th": "ผิดกฎหมายไหม",
        "ro": "e ilegal",
    }[language]
    talk.known["writer"] = "other"
    assert topic_of(talk.writes(asked_about)) != "law.selling"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_counsellor_is_not_offered_in_every_answer(bot: Bot, language: str) -> None:
    talk = Talk(bot, "offered", language)
    offers = [
        "handoff.ask" in choices_of(talk.presses(topic))
        for topic in ("safety.controlled", "law.trafficking", "migration.permit_victim")
    ]
    assert offers == [True, False, False]


DENIED = {
    "sv": "nej jag har inte gjort något, jag är bara trött",
    "en": "no i havent done anything, im just tired",
    "th": "ไม่ได้ทำอะไรค่ะ แค่เหนื่อย",
    "ro": "nu am facut nimic, sunt doar obosita",
}
JUST_TALK = {
    "sv": "kan du bara prata med mig lite",
    "en": "can you just talk to me",
    "th": "อยู่เป็นเพื่อนหน่อยได้ไหม",
    "ro": "stai putin cu mine",
}
NOT_CALLING = {
    "sv": "kan inte ringa, då kommer polisen",
    "en": "i cant call, they will deport me",
    "th": "ไม่กล้าโทรค่ะ กลัวตำรวจส่งกลับ",
    "ro": "nu sun ca ma dau afara din tara",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_of_ones_own_hand_says_something_new_when_told_again_and_lets_go_when_denied(
    bot: Bot, language: str
) -> None:
    thoughts, plan, _none = LOW[language]
    talk = Talk(bot, "lets-go", language)
    talk.writes(thoughts)
    first, again = talk.writes(plan), talk.writes(plan)
    assert is_danger(first)
    assert is_danger(again)
    assert "90101" in texts_of(again)[0]
    assert texts_of(again)[0] != texts_of(first)[0]
    said = talk.writes(DENIED[language])
    assert not is_danger(said)
    assert "90101" in texts_of(said)[0]
    stays = talk.writes(JUST_TALK[language])
    assert not is_danger(stays)
    assert "handoff.ask" in choices_of(stays)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fear_of_calling_is_answered_with_what_is_known(bot: Bot, language: str) -> None:
    talk = Talk(bot, "fears", language)
    talk.writes(DANGER[language])
    said = talk.writes(NOT_CALLING[language])
    assert not is_danger(said)
    assert "112" in texts_of(said)[0]


LOCKED_IN = {
    "sv": "han har låst in mig här",
    "en": "he locked me in here",
    "th": "เขาล็อคห้องไว้ ออกไม่ได้",
    "ro": "m-a incuiat aici si nu pot iesi",
}
HEARD = {
    "sv": "kan inte ringa, han hör",
    "en": "cant call he hears me",
    "th": "โทรไม่ได้ เขาได้ยิน",
    "ro": "nu pot sa sun, ma aude",
}
COMES_BACK = {
    "sv": "han kommer hem snart",
    "en": "he is coming back soon",
    "th": "เดี๋ยวเขาก็กลับมา",
    "ro": "vine inapoi diseara",
}
OUT = {"sv": "jag sprang ut", "en": "i got out", "th": "หนีออกมาได้แล้ว", "ro": "am scapat, sunt afara"}
USELESS = {"sv": "värdelös bot", "en": "useless bot", "th": "บอทโง่", "ro": "botul asta e prost"}
SIXTEEN = {"sv": "jag är 16 år", "en": "i am 16", "th": "หนูอายุ 16", "ro": "am 16 ani"}
BYE = {"sv": "hejdå", "en": "bye", "th": "ลาก่อนนะ", "ro": "pa pa"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_danger_each_message_leads_to_what_helps_and_nothing_is_said_twice(bot: Bot, language: str) -> None:
    talk = Talk(bot, "locked-in", language)
    talk.known["channel"] = "sms"
    heard = [talk.writes(said[language])[0]["text"] for said in (LOCKED_IN, HEARD, COMES_BACK, OUT)]
    assert len(set(heard)) == 4
    assert all("112" in text for text in heard)
    where = Talk(bot, "where", language)
    where.writes(LOCKED_IN[language])
    assert choices_of(where.writes("Södertälje")) == ["handoff.ask"], "no list of services"
    assert "112" in texts_of(where.writes("?"))[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_told_again_by_text_is_said_in_other_words_and_then_whole(bot: Bot, language: str) -> None:
    talk = Talk(bot, "danger-sms", language)
    talk.known["channel"] = "sms"
    first, again, whole = (talk.writes(DANGER[language])[0]["text"] for _ in range(3))
    assert first == whole != again
    assert "112" in again


@pytest.mark.parametrize("language", LANGUAGES)
def test_anger_at_the_bot_is_met_with_sorry_and_a_human(bot: Bot, language: str) -> None:
    talk = Talk(bot, "angry", language)
    assert "handoff.ask" in choices_of(talk.writes(USELESS[language]))
    yes = {"sv": "ja", "en": "yes", "th": "ใช่", "ro": "da"}[language]
    assert any(item.get("custom") == {"consent": True} for item in talk.writes(yes)), "a yes means the counsellor"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_child_is_never_offered_what_is_for_adults(bot: Bot, language: str) -> None:
    talk = Talk(bot, "child", language)
    talk.writes(SIXTEEN[language])
    crying, low, human = talk.writes("😭"), talk.presses("health.mental"), talk.presses("service.talk_to_human")
    assert "law.selling" not in choices_of(crying)
    assert all("116 111" in said[0]["text"] for said in (crying, low, human))
    assert not any("90 390" in said[0]["text"] for said in (crying, low, human))


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_text_nobody_is_told_to_close_a_page(bot: Bot, language: str) -> None:
    talk = Talk(bot, "bye", language)
    web = talk.writes(BYE[language])[0]["text"]
    talk.known["channel"] = "sms"
    sms = talk.writes(BYE[language])[0]["text"]
    assert sms != web
    assert not any(word in sms for word in ("flik", "sidan", "tab", "page", "หน้านี้", "pagina"))


@pytest.mark.parametrize(
    ("language", "passport", "country", "others"),
    [
        ("en", "my boss took my passport", "i am from thailand", "+46 8 20 56 74"),
        ("ro", "seful mi-a luat pasaportul", "sunt din romania", "thaiembassy"),
    ],
)
def test_a_passport_taken_leads_to_ones_own_embassy(
    bot: Bot, language: str, passport: str, country: str, others: str
) -> None:
    talk = Talk(bot, "passport", language)
    talk.writes(passport)
    said = talk.writes(country)
    own = "thaiembassy.se" if others.startswith("+") else "+46 8 20 56 74"
    assert own in said[0]["text"]
    assert others not in said[0]["text"]
    sources = [source["url"] for item in said for source in item.get("custom", {}).get("about", {}).get("sources", [])]
    assert sources
    assert not any(("mae.ro" if others.startswith("+") else "thaiembassy") in url for url in sources)


def test_a_language_asked_for_is_offered_in_it(bot: Bot) -> None:
    said = Talk(bot, "thai", "en").writes("can you write thai?")
    assert "ภาษาไทย" in said[0]["text"]
    assert state_of(said)["language"] == "th"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "kondomen sprack"),
        ("en", "the condom broke"),
        ("th", "ถุงยางแตก"),
        ("ro", "s-a rupt prezervativul"),
    ],
)
def test_a_broken_condom_is_answered_with_the_pill_and_pep_and_their_sources(
    bot: Bot, language: str, text: str
) -> None:
    said = Talk(bot, "condom", language).writes(text)
    assert all(word in said[0]["text"] for word in ("1177", "PEP"))
    assert state_of(said)["level"] == "routine"
    assert (
        len({source["url"] for item in said for source in item.get("custom", {}).get("about", {}).get("sources", [])})
        > 1
    )
