"""What a message is likely about is weighed by what was spoken of; danger and what is sure are not."""

from typing import Any

import pytest

from bot.content.topics import DANGERS, read_topics
from bot.conversation.leaning import leaning
from bot.conversation.message import Said
from bot.conversation.standing import standing
from bot.conversation.words import brings_somebody_new, follows
from bot.nlu.topic import Topics


def weighed(topics: Topics, text: str = "it was a client", **metadata: Any) -> Topics:
    return leaning(Said(text, "en", topics), standing(metadata)).topics


def test_the_table_names_topics_only_and_everyone_that_is_answered() -> None:
    topics = read_topics()
    answered = {name for name in topics if not name.startswith(("chat.", "service."))}
    assert set(follows()) == answered
    assert set().union(*follows().values()) | brings_somebody_new() <= set(topics)
    assert all(topic not in after for topic, after in follows().items()), "again is weighed by itself"
    assert not set(DANGERS) & set().union(*follows().values()), "danger is the message's own"


def test_a_few_words_are_about_what_was_spoken_of() -> None:
    alone: Topics = [("law.buying", 0.46), ("health.after_rape", 0.22), ("safety.work_tips", 0.1)]
    assert weighed(alone) == alone, "where nothing was said before nothing is known"
    after_rape = weighed(alone, topic="health.after_rape", told=["health.after_rape"])
    assert after_rape[0][0] == "health.after_rape"
    assert sum(score for _, score in after_rape) == pytest.approx(0.78, abs=0.001)


def test_what_is_asked_next_comes_before_what_comes_from_nowhere() -> None:
    topics: Topics = [("support.peer", 0.4), ("law.money_tax", 0.3)]
    assert weighed(topics, topic="support.money")[0][0] == "law.money_tax"
    assert weighed(topics, topic="law.images", told=["support.money"])[0][0] == "law.money_tax"


def test_what_the_model_is_sure_of_stays() -> None:
    sure: Topics = [("law.buying", 0.97), ("health.after_rape", 0.02)]
    assert weighed(sure, topic="health.after_rape")[0][0] == "law.buying"


@pytest.mark.parametrize("danger", DANGERS)
def test_danger_is_not_weighed(danger: str) -> None:
    topics: Topics = [(danger, 0.5), ("law.selling", 0.5)]
    scores = dict(weighed(topics, topic="health.sti"))
    assert scores[danger] == scores["law.selling"]
    assert dict(weighed(topics, topic=danger))[danger] == scores[danger], "nor more since it was said"


def test_somebody_nobody_spoke_of_comes_in_only_with_plain_words() -> None:
    topics: Topics = [("minor.grooming", 0.3), ("safety.work_tips", 0.2)]
    assert weighed(topics, topic="law.third_party")[0][0] == "safety.work_tips"
    assert weighed(topics, topic="law.third_party", writer="minor")[0][0] == "minor.grooming"
    friend: Topics = [("friend.report", 0.3), ("migration.eu", 0.2)]
    assert weighed(friend, topic="law.selling")[0][0] == "migration.eu"
    assert weighed(friend, topic="law.selling", writer="friend")[0][0] == "friend.report"


def test_small_talk_is_short_and_lykta_is_asked_about_where_it_was() -> None:
    talk: Topics = [("chat.affirm", 0.5), ("friend.worried", 0.3)]
    assert weighed(talk, "va händer me henne då", topic="law.selling", writer="friend")[0][0] == "friend.worried"
    assert weighed(talk, "ja", topic="law.selling", writer="friend")[0][0] == "chat.affirm"
    hours: Topics = [("service.hours", 0.4), ("health.drugs", 0.25)]
    assert weighed(hours, topic="law.selling")[0][0] == "health.drugs"
    assert weighed(hours, topic="service.delete")[0][0] == "service.hours"


def test_nothing_known_of_a_message_stays_nothing() -> None:
    assert weighed([], topic="law.selling") == []
    assert weighed([("law.selling", 0.0)], topic="law.selling") == [("law.selling", 0.0)]
