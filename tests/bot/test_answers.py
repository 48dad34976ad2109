"""What the trained bot answers over Rasa's REST channel, in docs/wire.md's words."""

import urllib.error
import urllib.request
from typing import Any

import pytest
from conftest import ActionServer, Bot, ask, choices_of, state_of, texts_of

IS_IT_LEGAL = {
    "sv": "är det lagligt att sälja sex i sverige?",
    "en": "is it legal to sell sex in sweden?",
    "th": "ขายบริการในสวีเดนผิดกฎหมายไหม",
    "ro": "e legal să vinzi sex în suedia?",
}
DANGER = {
    "sv": "han har låst in mig i lägenheten och har en kniv, hjälp",
    "en": "he locked me in the flat and he has a knife, help",
    "th": "เขาล็อคห้องไว้ ออกไม่ได้ เขามีมีด ช่วยด้วย",
    "ro": "m-a încuiat în apartament și are un cuțit, ajutor",
}
LANGUAGES = tuple(IS_IT_LEGAL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_answered_from_content_in_its_language_with_sources_and_state(bot: Bot, language: str) -> None:
    said = bot.hears(IS_IT_LEGAL[language], f"legal-{language}", language=language, channel="web")
    answer, about = said[0], said[1]["custom"]["about"]
    assert answer["text"]
    assert about["topic"] == "law.selling"
    assert about["sources"][0]["url"].startswith("https://")
    assert about["review_by"] > about["reviewed"] >= "2026-01-01"
    state = state_of(said)
    assert set(state) == {"language", "level", "level_score", "topics", "signs", "writer", "known"}
    assert (state["language"], state["level"], state["signs"]) == (language, "routine", [])
    assert 0 <= state["level_score"] <= 1
    assert len(state["topics"]) == 3
    assert state["topics"][0][0] == "law.selling"


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_is_answered_with_112_first_and_the_offer_of_a_counsellor_after_it(bot: Bot, language: str) -> None:
    said = bot.hears(DANGER[language], f"danger-{language}", language=language, channel="web")
    assert "112" in said[0]["text"][:60]
    assert said[1] == {"custom": {"kind": "danger"}}
    assert said[2]["custom"]["about"]["topic"] == "safety.immediate_danger"
    assert choices_of(said) == ["handoff.ask", "handoff.no"]
    state = state_of(said)
    assert state["level"] == "immediate"
    assert {sign["id"] for sign in state["signs"]} >= {"locked_in", "weapon"}
    assert all(sign["words"] in DANGER[language].casefold() for sign in state["signs"])


def test_a_fifth_language_is_named_and_met_with_the_lines_that_have_interpreters(bot: Bot) -> None:
    said = bot.hears("tengo deudas con el señor que me trajo a este país", "spanish", language="sv", channel="web")
    text = " ".join(texts_of(said))
    assert text.startswith("Español (Spanish)")
    assert "I can't read this language" in text
    assert "kan jag inte läsa" in text
    assert all(number in text for number in ("116 016", "1177", "112"))
    assert choices_of(said) == ["handoff.ask"]
    assert state_of(said)["language"] == "sv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sms_gets_the_short_text(bot: Bot, language: str) -> None:
    web = bot.hears(IS_IT_LEGAL[language], f"web-{language}", language=language, channel="web")
    sms = bot.hears(IS_IT_LEGAL[language], f"sms-{language}", language=language, channel="sms")
    assert len(sms[0]["text"]) < len(web[0]["text"])


def test_paragraphs_arrive_as_one_message(bot: Bot) -> None:
    said = bot.hears(IS_IT_LEGAL["sv"], "paragraphs", language="sv", channel="web")
    assert len(texts_of(said)) == 1
    assert "\n \n" in said[0]["text"]


def test_the_level_of_a_conversation_does_not_fall_and_later_thanks_is_not_answered_with_112(bot: Bot) -> None:
    bot.hears(DANGER["sv"], "falls", language="sv", channel="web")
    said = bot.hears("tack så mycket", "falls", language="sv", channel="web")
    assert state_of(said)["level"] == "immediate"
    assert not any(item.get("custom", {}).get("kind") == "danger" for item in said)


def test_small_signs_of_coercion_add_up_over_the_doors_memory(bot: Bot) -> None:
    earlier = [
        {"id": "money_taken", "level": "elevated", "words": "tar hälften"},
        {"id": "driven", "level": "elevated", "words": "kör mig"},
    ]
    said = bot.hears(
        "jag har skuld för resan", "adds-up", language="sv", channel="web", level="elevated", signs=earlier
    )
    assert state_of(said)["level"] in ("high", "immediate")
    assert {sign["id"] for sign in state_of(said)["signs"]} >= {"money_taken", "driven", "debt"}


def test_danger_seen_by_the_door_in_this_message_is_answered_with_112(bot: Bot) -> None:
    seen = [{"id": "locked_in", "level": "immediate", "words": "ordet som dörren känner"}]
    said = bot.hears("ordet som dörren känner", "door", language="sv", channel="web", level="immediate", signs=seen)
    assert {"custom": {"kind": "danger"}} in said


def test_the_first_miss_offers_three_topics_and_the_second_a_person(bot: Bot) -> None:
    first = bot.hears("xqzzv kkp", "miss", language="sv", channel="web", picked=True)
    again = bot.hears("vvx qqz", "miss", language="sv", channel="web", picked=True)
    assert len(choices_of(first)) == 3
    assert not any(choice.startswith(("handoff.", "chat.")) for choice in choices_of(first))
    assert choices_of(again) == ["handoff.ask"]
    assert texts_of(first) != texts_of(again)


def test_a_serious_topic_offers_a_counsellor(bot: Bot) -> None:
    said = bot.hears_choice("safety.controlled", "serious", language="en", channel="web")
    assert "handoff.ask" in choices_of(said)


def test_every_topic_has_a_checked_text() -> None:
    from bot.content.importer import CONTENT
    from bot.content.rights import read_rights
    from bot.content.topics import read_topics

    asked = {topic for topic in read_topics() if not topic.startswith("chat.")}
    assert asked == set(read_rights(CONTENT / "rights"))


def test_asking_for_a_human_asks_for_consent_and_the_button_hands_off(bot: Bot, action_server: ActionServer) -> None:
    asked = bot.hears_choice("handoff.ask", "hand-off", language="sv", channel="web")
    assert {"custom": {"consent": True}} in asked
    assert choices_of(asked) == ["handoff.yes", "handoff.no"]
    given = bot.hears_choice("handoff.yes", "hand-off", language="sv", channel="web", case_verifier="v")
    assert {"custom": {"case": {"outcome": "arrived", "case_id": "c", "place": 2}}} in given
    call = action_server.called[-1]
    assert call["next_action"] == "action_hand_off"
    assert {
        "language",
        "channel",
        "level",
        "level_score",
        "signs",
        "topics",
        "writer",
        "case_verifier",
        "bot_lost",
    } <= set(call["tracker"]["slots"])
    assert call["tracker"]["slots"]["case_verifier"] == "v"
    assert "2" in texts_of(given)[0]


def test_what_the_door_said_at_once_comes_to_the_hand_off_with_the_words_it_answered(
    bot: Bot, action_server: ActionServer
) -> None:
    at_once = {"topic": "safety.immediate_danger", "texts": ["Ring 112."]}
    bot.hears(DANGER["sv"], "at-once", language="sv", channel="web", level="immediate", said_at_once=at_once)
    bot.hears("är du där", "at-once", language="sv", channel="web", level="immediate")
    bot.hears_choice("handoff.ask", "at-once", language="sv", channel="web")
    bot.hears_choice("handoff.yes", "at-once", language="sv", channel="web", case_verifier="v")
    heard = [event for event in action_server.called[-1]["tracker"]["events"] if event["event"] == "user"]
    assert [(event.get("metadata") or {}).get("said_at_once") for event in heard] == [at_once, None, None, None]


def test_a_typed_yes_on_the_web_shows_the_consent_question_again(bot: Bot, action_server: ActionServer) -> None:
    bot.hears_choice("handoff.ask", "typed", language="en", channel="web")
    said = bot.hears("yes", "typed", language="en", channel="web")
    assert {"custom": {"consent": True}} in said
    assert action_server.called[-1]["next_action"] == "action_ask_consent"


def test_a_typed_yes_hands_off_where_the_door_has_made_the_verifier(bot: Bot, action_server: ActionServer) -> None:
    bot.hears_choice("handoff.ask", "sms-yes", language="en", channel="sms", case_verifier="v2")
    bot.hears("yes", "sms-yes", language="en", channel="sms")
    assert action_server.called[-1]["next_action"] == "action_hand_off"


def test_a_yes_after_there_was_nobody_to_ask_for_is_asked_for_anew(bot: Bot, action_server: ActionServer) -> None:
    action_server.nobody_reads.set()
    try:
        said = bot.hears_choice("handoff.ask", "nobody", language="en", channel="sms", case_verifier="earlier")
        assert {"custom": {"consent": True}} not in said
        assert "116 016" in texts_of(said)[0]
    finally:
        action_server.nobody_reads.clear()
    said = bot.hears("yes", "nobody", language="en", channel="sms")
    assert {"custom": {"consent": True}} in said
    assert action_server.called[-1]["next_action"] == "action_ask_consent"


def test_a_typed_no_declines(bot: Bot) -> None:
    bot.hears_choice("handoff.ask", "no", language="en", channel="web")
    said = bot.hears("no", "no", language="en", channel="web")
    declined = bot.hears_choice("handoff.no", "no", language="en", channel="web")
    assert texts_of(said) == texts_of(declined)


def test_a_yes_after_the_danger_answer_asks_for_consent(bot: Bot, action_server: ActionServer) -> None:
    bot.hears(DANGER["en"], "danger-yes", language="en", channel="web")
    said = bot.hears("yes", "danger-yes", language="en", channel="web")
    assert {"custom": {"consent": True}} in said


ODD = [
    "", "   ", "/", "//", "/restart", "/session_start", "/back", "/nonsense", "/law.selling{broken", "{language}",
    '/law.selling{"a":[1]}', "⟦phone⟧ ⟦name⟧", "\u0000\u0007", "😀😀😀", "a" * 2000, "ก" * 2000, "\ud83d", "[1,2]",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_no_text_stops_the_bot(bot: Bot, text: str) -> None:
    bot.hears(text, "odd", language="sv", channel="web")
    assert state_of(bot.hears("hej", "after-odd", language="sv", channel="web"))["language"] == "sv"


@pytest.mark.parametrize(
    "metadata",
    [None, [], {"language": 7, "channel": [], "level": {}, "signs": "x"}, {"signs": [1, {"id": 2}, {"id": "a"}]}],
)
def test_no_metadata_stops_the_bot(bot: Bot, metadata: Any) -> None:
    said = ask(bot.port, {"sender": "metadata", "message": "vad är det här?", "metadata": metadata}, 20)
    assert state_of(said)["level"] in ("routine", "elevated", "high", "immediate")
    assert texts_of(said)


def test_a_closed_conversation_is_forgotten(bot: Bot) -> None:
    bot.hears(DANGER["sv"], "closed", language="sv", channel="web")
    bot.hears_choice("case_closed", "closed")
    assert state_of(bot.hears("hej", "closed", language="sv", channel="web"))["level"] == "routine"


@pytest.mark.parametrize("path", ["/conversations/someone/tracker", "/model/parse", "/domain", "/status"])
def test_there_is_no_api_besides_the_channel(bot: Bot, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{bot.port}{path}", timeout=5)
    assert refused.value.code == 404
