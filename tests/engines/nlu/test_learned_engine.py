"""The engine over the network that is shipped."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clara_edge.config.schema import Config
from clara_edge.dialogue.build import build_understanding
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import EngineFailedError
from clara_edge.domain.intents import Completeness, Intent, Source
from clara_edge.domain.when import iso
from clara_edge.engines.nlu.learned import engine as module
from clara_edge.engines.nlu.learned.engine import FILE, LearnedUnderstanding
from clara_edge.engines.nlu.learned.network import (
    Network,
    checksum_file,
    write_checksum,
)
from clara_edge.engines.nlu.phrases import PhraseUnderstanding
from clara_edge.ports.engine import EngineContext

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))
FRESH = Conversation("test")
ASKED = Conversation("test", pending_question="which_title", pending_project="work")
# a network that is trained anew may lose one or two that another one wins
RIGHT_AT_LEAST = 0.95


class Counting:
    """A reader that counts how often it is asked."""

    def __init__(self, network):
        self.network = network
        self.read_count = 0

    def read(self, words):
        self.read_count += 1
        return self.network.read(words)


@pytest.fixture(scope="module")
def network():
    return Network(FILE)


@pytest.fixture(scope="module")
def engine(network):
    return LearnedUnderstanding(network)


def own_sentences():
    lines = (
        Path(__file__).with_name("own_sentences.tsv").read_text("utf-8").splitlines()
    )
    for line in lines:
        if line and not line.startswith("# "):
            text, *expected = line.split("\t")
            yield text, dict(each.split("=", 1) for each in expected)


def shown(reading, field):
    """Return a field as the file of sentences writes it."""
    if field.startswith("also."):
        return shown(reading.also[0], field[5:]) if reading.also else "-"
    value = getattr(reading, field)
    if field in {"when", "new_when"}:
        value = value and (value.recurrence or iso(value.at))
    elif field == "duration":
        value = value and f"{value.seconds:g}"
    elif field == "also":
        value = "|".join(each.intent for each in value)
    elif isinstance(value, tuple):
        value = "|".join(value)
    return str(value) if value else "-"


def test_our_own_sentences_are_understood(engine):
    wrong = []
    sentences = list(own_sentences())
    for text, expected in sentences:
        reading = engine.interpret(text, FRESH, NOW)
        found = {field: shown(reading, field) for field in expected}
        if found != expected:
            wrong.append((text, expected, found))

    assert len(sentences) >= 150
    assert len(wrong) <= (1 - RIGHT_AT_LEAST) * len(sentences), wrong


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Stop.", Intent.SESSION_STOP),
        ("yes, please", Intent.SESSION_YES),
        ("undo that", Intent.SESSION_UNDO),
        ("say that again", Intent.SESSION_REPEAT),
        ("what can you do", Intent.SESSION_HELP),
        ("louder", Intent.SESSION_VOLUME),
        ("unmute", Intent.SESSION_MUTE),
    ],
)
def test_control_words_need_no_network(text, intent):
    reading = LearnedUnderstanding(None).interpret(text, FRESH, NOW)

    assert (reading.intent, reading.source, reading.confidence) == (
        intent,
        Source.RULES,
        1.0,
    )


def test_final_words_that_were_judged_before_are_not_read_again(network):
    reader = Counting(network)
    engine = LearnedUnderstanding(reader)
    text = "remind me to call the dentist tomorrow at nine"

    engine.completeness(text, FRESH)
    judged = reader.read_count
    first = engine.interpret(text, FRESH, NOW)
    again = engine.interpret(text, replace(FRESH, turns=3), NOW + timedelta(seconds=2))

    assert judged == reader.read_count == 1
    assert again is first


def test_what_depends_on_the_time_or_the_question_is_read_anew(engine):
    text = "remind me to stretch in ten minutes"
    first = engine.interpret(text, FRESH, NOW)
    later = engine.interpret(text, FRESH, NOW + timedelta(seconds=30))
    bare = engine.interpret("the slides", FRESH, NOW)
    answer = engine.interpret("the slides", ASKED, NOW)

    assert later.when.at - first.when.at == timedelta(seconds=30)
    assert bare.intent is not Intent.TASK_CREATE
    assert (answer.intent, answer.title, answer.project) == (
        Intent.TASK_CREATE,
        "the slides",
        "work",
    )


def test_the_answer_to_which_title_may_have_a_date_and_a_place_of_its_own(engine):
    dated = engine.interpret("tax return by Friday", ASKED, NOW)
    placed = engine.interpret("add milk to my shopping list", ASKED, NOW)
    stopped = engine.interpret("never mind", ASKED, NOW)

    assert (dated.title, iso(dated.when.at)) == ("tax return", "2026-11-27")
    assert (placed.title, placed.project) == ("milk", "shopping list")
    assert stopped.intent is Intent.SESSION_STOP


def test_text_that_nobody_says_in_one_breath_is_not_read(network):
    reader = Counting(network)
    engine = LearnedUnderstanding(reader)

    for text in ("add milk " * 5_000, "a " * 160, "x" * 2_000):
        reading = engine.interpret(text, FRESH, NOW)
        assert (reading.intent, reading.confidence) == (Intent.UNSUPPORTED, 0.0)
    assert engine.interpret("", FRESH, NOW).confidence == 0.0
    assert reader.read_count == 0


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from(
            [
                "remind",
                "me",
                "to",
                "add",
                "milk,",
                "no",
                "five",
                "tomorrow",
                "and",
                "#a",
                "it's",
                "urgent",
                "at",
                "'ll",
            ]
        )
    ).map(" ".join)
)
def test_no_text_raises(text):
    engine = ENGINE

    reading = engine.interpret(text, FRESH, NOW)

    assert reading.text == text
    assert 0.0 <= reading.confidence <= 1.0
    engine.interpret(text, ASKED, NOW)
    engine.completeness(text, FRESH)


ENGINE = LearnedUnderstanding(Network(FILE))


def test_many_threads_get_what_one_gets(network):
    texts = [text for text, _ in list(own_sentences())[:24]]
    alone = [LearnedUnderstanding(network).interpret(t, FRESH, NOW) for t in texts]
    shared = LearnedUnderstanding(network)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda t: shared.interpret(t, FRESH, NOW), texts * 4))

    assert found == alone * 4


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("stop", Completeness.COMPLETE),
        ("add milk to my shopping list", Completeness.COMPLETE),
        ("set a timer for ten minutes", Completeness.COMPLETE),
        ("what's on my shopping list", Completeness.COMPLETE),
        ("remind me to", Completeness.INCOMPLETE),
        ("add milk to my", Completeness.INCOMPLETE),
        ("set a timer for", Completeness.INCOMPLETE),
        ("remind me to call Bob", Completeness.UNSURE),
        ("no", Completeness.UNSURE),
        ("", Completeness.INCOMPLETE),
        ("word " * 400, Completeness.UNSURE),
    ],
)
def test_the_end_of_a_command_is_seen_in_its_words(engine, text, verdict):
    assert engine.completeness(text, FRESH) is verdict


def test_an_open_question_may_be_answered_at_length(engine):
    assert engine.completeness("milk", ASKED) is Completeness.UNSURE


def test_a_damaged_network_is_an_engine_that_cannot_be_loaded(tmp_path, monkeypatch):
    broken = tmp_path / "parser.onnx"
    broken.write_bytes(b"no network")
    write_checksum(broken)
    monkeypatch.setattr(module, "FILE", broken)

    with pytest.raises(EngineFailedError, match=r"parser\.onnx cannot be loaded"):
        module.create(module.Settings(), None)


def test_a_damaged_network_leaves_the_phrases_and_says_so(
    tmp_path, monkeypatch, caplog
):
    broken = tmp_path / "parser.onnx"
    broken.write_bytes(module.FILE.read_bytes()[:-1])
    shutil.copy(checksum_file(module.FILE), checksum_file(broken))
    monkeypatch.setattr(module, "FILE", broken)

    understanding = build_understanding(Config(), EngineContext(None, tmp_path, 1))

    assert isinstance(understanding, PhraseUnderstanding)
    assert "understanding engine learned is unavailable" in caplog.text
    assert "parser.onnx.sha256" in caplog.text


@pytest.mark.parametrize("text", ["tomorrow", "Friday", "noon", "next week", "today"])
def test_a_bare_date_ends_no_conversation(engine, text):
    assert engine.interpret(text, FRESH, NOW).intent not in {
        Intent.SESSION_STOP,
        Intent.SESSION_YES,
        Intent.SESSION_NO,
    }


@pytest.mark.parametrize(
    "length", ["-5 minutes", "minus five minutes", "zero minutes", "1e400 seconds"]
)
def test_an_impossible_length_is_asked_for(engine, length):
    reading = engine.interpret(f"set a timer for {length}", FRESH, NOW)

    assert (reading.intent, reading.duration) == (Intent.TIMER_CREATE, None)
