"""What a turn leaves behind: one record, one log line without its words."""

from __future__ import annotations

import logging

import pytest

from clara_edge.voice.timeline import Timeline, TurnRecord


class Ticks:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def one_turn(timeline: Timeline, clock: Ticks) -> None:
    timeline.woken(0.97)
    timeline.opened("wake")
    timeline.silence(0.24)
    clock.now += 0.05
    timeline.settled()
    clock.now += 0.4
    record = timeline.begin("add a very private thing")
    record.intent = "task.create"
    timeline.replied()
    clock.now += 0.03
    timeline.heard(0.1)
    timeline.finish()


def test_response_is_last_voiced_sample_to_first_audible_one() -> None:
    clock, done = Ticks(), []
    timeline = Timeline("s", done.append, clock)

    one_turn(timeline, clock)

    (record,) = done
    assert record.endpoint_ms == pytest.approx(240)
    assert record.decode_ms == pytest.approx(50)
    assert record.pause_ms == pytest.approx(400)
    assert record.speech_ms == pytest.approx(130)
    assert record.response_ms == pytest.approx(240 + 50 + 400 + 130)


def test_log_line_has_timings_and_no_words(caplog: pytest.LogCaptureFixture) -> None:
    clock = Ticks()

    with caplog.at_level(logging.INFO):
        one_turn(Timeline("abc", clock=clock), clock)

    (line,) = [r.getMessage() for r in caplog.records if r.levelno == logging.INFO]
    assert line.startswith("turn id=abc/1 by=wake intent=task.create")
    assert "response=820ms" in line
    assert "private" not in line


def test_only_the_first_sound_of_an_answer_counts() -> None:
    clock = Ticks()
    timeline = Timeline("s", clock=clock)
    timeline.silence(0.2)
    record = timeline.begin("x")
    timeline.replied()

    timeline.heard(0.0)
    clock.now += 5
    timeline.heard(0.0)

    assert record.response_ms == pytest.approx(200)


def test_a_sound_outside_a_turn_belongs_to_none() -> None:
    timeline = Timeline("s", clock=Ticks())

    timeline.heard(0.1)
    timeline.finish()

    assert list(timeline.turns) == []
    assert timeline.count == 0


def test_record_has_every_field_in_json() -> None:
    assert TurnRecord(1, "wake").as_dict()["response_ms"] is None
