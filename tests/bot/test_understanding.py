"""The plain functions of bot/nlu, without Rasa."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.conversation import gather
from bot.conversation.evidence import level_of_evidence
from bot.conversation.writer import who_writes
from bot.nlu import language, linear, signs, topic, urgency
from bot.nlu.clean import clean, fold
from bot.nlu.features import KINDS, features, kind_of
from bot.nlu.messages import read_messages
from bot.nlu.reading import read
from bot.nlu.tokens import tokenise
from bot.nlu.words import LANGUAGES, higher, rank


def sign(sign_id: str, level: str = "elevated") -> dict[str, str]:
    return {"id": sign_id, "level": level, "words": "x"}


# --- cleaning and words


def test_redaction_tokens_carry_nothing() -> None:
    assert clean("Ring ⟦phone⟧ eller ⟦name⟧!") == "ring eller !"


def test_thai_vowels_typed_in_two_signs_are_one() -> None:
    assert clean("เเม่") == "แม่"
    assert clean("ทํา") == "ทำ"


@pytest.mark.parametrize("odd", [None, 3, b"x", ["a"]])
def test_what_is_no_text_is_empty(odd: Any) -> None:
    assert clean(odd) == ""


def test_folding_keeps_every_place() -> None:
    text = "Åsa är på väg, ș ț ş ţ ă î, ø æ ß, สวัสดีค่ะ"
    assert len(fold(text)) == len(text)
    assert fold("åäö șțşţăâî") == "aao ststaai"
    assert fold("น้ำ") == "น้ำ"


def test_thai_is_cut_into_words_also_inside_other_text() -> None:
    assert tokenise("ฉันอยู่ที่ lägenhet กับเพื่อน") == ["ฉัน", "อยู่", "ที่", "lägenhet", "กับ", "เพื่อน"]


def test_features_are_the_same_numbers_on_every_run_and_of_every_kind() -> None:
    found = features("hej hej", ("hej", "hej"), ("debt",), ("weapon",))
    assert list(found) == sorted(set(found))
    assert set(kind_of(found)) == set(range(KINDS))
    assert int(features("", ("hej",))[0]) == (1 << 29) | (__import__("zlib").crc32(b"hej") >> 3)


# --- signs


@pytest.mark.parametrize(
    ("spoken", "text", "found"),
    [
        ("sv", "han har låst in mig", "locked_in"),
        ("sv", "han har last in mig", "locked_in"),
        ("sv", "han tar mina pengar varje kväll", "money_taken"),
        ("en", "he won't let me leave", "locked_in"),
        ("en", "she keeps my passport", "passport_taken"),
        ("th", "เขาล็อคห้องไว้", "locked_in"),
        ("th", "เล่มอยู่กับเจ๊", "passport_taken"),
        ("th", "jae gep passport wai", "passport_taken"),
        ("th", "pen nee agency 3 saen", "debt"),
        ("ro", "mi-au luat pasaportul", "passport_taken"),
        ("ro", "nu se mai trezeste", "not_waking"),
    ],
)
def test_a_sign_is_named_with_the_words_it_fired_on(spoken: str, text: str, found: str) -> None:
    standing = {one.id: one.words for one in signs.find_signs(clean(text), spoken) if not one.softened}
    assert found in standing
    assert standing[found] in clean(text)


@pytest.mark.parametrize(
    ("spoken", "text", "softened"),
    [
        ("sv", "ingen slår mig", "negation"),
        ("sv", "för fem år sen slog han mig", "past"),
        ("sv", "vad säger lagen om våldtäkt", "hypothetical"),
        ("sv", "såg en film där hon blev inlåst", "fiction"),
        ("en", "nobody beats me up here", "negation"),
        ("en", "he used to hit me", "past"),
        ("ro", "nu mă bate nimeni", "negation"),
        ("th", "ดูหนังเรื่องนึง เขามีปืน", "fiction"),
    ],
)
def test_a_sign_out_of_the_here_and_now_is_softened(spoken: str, text: str, softened: str) -> None:
    found = signs.find_signs(clean(text), spoken)
    assert found
    assert {one.softened for one in found} == {softened}


@pytest.mark.parametrize(
    ("spoken", "text"),
    [("sv", "jag dör av skratt"), ("en", "just killing time"), ("ro", "mor de foame"), ("th", "เหนื่อยจะตายอยู่แล้ว")],
)
def test_figures_of_speech_are_no_signs(spoken: str, text: str) -> None:
    assert signs.find_signs(clean(text), spoken) == []


def test_a_negation_that_is_the_sign_does_not_soften_it() -> None:
    assert [one.softened for one in signs.find_signs("i can't get out", "en")] == [""]


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_language_knows_every_sign(spoken: str) -> None:
    assert set(signs.lexicon_of(spoken).signs) == set(signs.kinds())


# --- evidence, writer, intent


def test_three_small_signs_of_coercion_are_high_together_and_one_is_not() -> None:
    assert level_of_evidence([sign("money_taken"), sign("driven"), sign("debt")]) == "high"
    assert level_of_evidence([sign("money_taken"), sign("driven")]) == "elevated"
    assert level_of_evidence([sign("money_taken"), sign("money_taken"), sign("weapon")]) == "routine"
    assert level_of_evidence([{"id": 3}, {}, {"id": "unknown"}]) == "routine"


@pytest.mark.parametrize(
    ("topics", "text", "writes"),
    [
        ([("friend.worried", 0.9)], "min vän mår dåligt", "friend"),
        ([("friend.worried", 0.9)], "min vän är 16 år", "friend"),
        ([("law.selling", 0.9)], "jag är 16 år, är det lagligt", "minor"),
        ([("buyer.stop", 0.8)], "jag köper", "other"),
        ([("health.sti", 0.8)], "var kan jag testa mig", "self"),
        ([("chat.greet", 0.9)], "hej", None),
        ([("health.sti", 0.2)], "hm", None),
        ([], "", None),
    ],
)
def test_who_writes(topics: topic.Topics, text: str, writes: str | None) -> None:
    assert who_writes(topics, signs.find_signs(clean(text), "sv")) == writes


LIKELY = [("law.selling", 0.99)]
UNLIKELY = [("law.selling", 0.05)]
NOTHING = urgency.Judgement("routine", 0.7, ())
DANGER = urgency.Judgement("immediate", 0.7, ())


def test_danger_comes_before_every_other_intent() -> None:
    assert gather.gather("hej", "sv", LIKELY, DANGER, [], {}).intent == "safety.immediate_danger"
    weapon = [signs.Sign("weapon", "immediate", "cuchillo")]
    level = urgency.judge_by_signs(weapon)
    spanish = gather.gather("cuchillo", "en", [], level, weapon, {}, "Español (Spanish)")
    assert spanish.intent == "safety.immediate_danger"


@pytest.mark.parametrize(
    ("topics", "here", "so_far", "intent"),
    [
        (LIKELY, "high", "high", "law.selling"),
        (UNLIKELY, "routine", "high", "no_answer_yet"),
        (UNLIKELY, "routine", "routine", "not_understood"),
        (LIKELY, "routine", "immediate", "law.selling"),  # danger earlier, and now a thank you: the topic is answered
    ],
)
def test_what_is_unclear_is_met_as_serious_as_it_is(topics: topic.Topics, here: str, so_far: str, intent: str) -> None:
    judged = urgency.Judgement(here, 0.7, ())
    assert gather.gather("hej du", "sv", topics, judged, [], {"level": so_far}).intent == intent


def test_a_number_that_answers_no_question_is_not_understood() -> None:
    assert gather.gather("3", "sv", [("support.housing", 0.9)], NOTHING, [], {}).intent == "not_understood"


def test_the_level_is_the_highest_of_message_and_door() -> None:
    judged = urgency.Judgement("elevated", 0.7, ())
    gathered = gather.gather("hej", "sv", [], judged, [], {"level": "high", "language": "sv"})
    assert gathered.entities["level"] == "high"
    assert gathered.entities["level_score"] == {"level": "high", "score": 1.0}


def test_a_level_is_never_lowered() -> None:
    assert higher("high", None) == "high"
    assert higher("nonsense", "elevated") == "elevated"


# --- the linear model


def toy() -> tuple[list[np.ndarray], list[str]]:
    texts = ["hej du", "hej hej du", "tack ska du ha", "tack så mycket du", "hejdå", "hejdå du"] * 5
    labels = ["greet", "greet", "thanks", "thanks", "bye", "bye"] * 5
    return [features(text, text.split()) for text in texts], labels


def test_the_model_sums_rows_as_the_matrix_product_would() -> None:
    active, labels = toy()
    model = linear.fit(active, labels)
    one = active[0]
    at = np.searchsorted(model.known, one)
    weight = model.weight[at].astype(float)
    for kind in range(KINDS):
        here = kind_of(one) == kind
        if here.any():
            weight[here] /= np.sqrt((weight[here] ** 2).sum())
    dense = np.zeros(len(model.known))
    dense[at] = weight
    assert np.allclose(dense @ model.rows + model.intercept, model.margins(one), atol=1e-5)
    assert model.rows.flags["C_CONTIGUOUS"]
    assert model.rows.dtype == np.float32


def test_a_saved_model_says_the_same(tmp_path: Path) -> None:
    active, labels = toy()
    model = linear.fit(active, labels)
    model.save(tmp_path / "model.npz")
    assert np.allclose(linear.load(tmp_path / "model.npz").margins(active[3]), model.margins(active[3]), atol=1e-2)


def test_a_message_of_which_nothing_was_ever_seen_has_no_topic() -> None:
    active, labels = toy()
    model = linear.fit(active, labels)
    unseen = features("ξψω", ("ξψω",))
    assert topic.likely_topics(unseen, model) == []
    assert not topic.is_understood([])


def test_thresholds_find_as_many_as_they_must_and_raise_no_more() -> None:
    generator = np.random.default_rng(1)
    true = generator.integers(0, 4, 4000)
    at_least = np.clip((true[:, None] - np.arange(4) + 1) / 2 + generator.normal(0, 0.25, (4000, 4)), 0, 1)
    at_least[:, 0] = 1
    guessed = generator.random(4000) < 0.5
    chosen = urgency.choose_thresholds(at_least, true, guessed)
    harmless = at_least[guessed & (true == 0), rank("immediate")]
    assert chosen[urgency.GUESSED] >= chosen["immediate"]
    assert (harmless >= chosen[urgency.GUESSED]).mean() <= urgency.MOST_RAISED
    step = urgency.GRID[1] - urgency.GRID[0]
    for level, (labelled, share) in urgency.LEAST_FOUND.items():
        chances = at_least[true == rank(labelled), rank(level)]
        assert (chances >= chosen[level]).mean() >= share
        assert (chances >= chosen[level] + step).mean() < share


# --- speed


def test_reading_a_message_takes_milliseconds(language_model: linear.LinearModel) -> None:
    messages = read_messages()[::40]
    for m in messages[:20]:
        read(m.text)
    started = time.perf_counter()
    for m in messages:
        reading = read(m.text)
        language.guess_language(reading.text, language_model, m.language)
        signs.find_signs(reading.text, m.language)
    assert (time.perf_counter() - started) / len(messages) < 0.02
