from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from clara_edge.cli.bench import turns
from clara_edge.cli.bench.turns_room import first_audible, judged, last_voiced
from clara_edge.cli.bench.turns_script import PEOPLE, Opening, Said, script
from clara_edge.domain.errors import EngineFailedError
from clara_edge.domain.intents import Intent

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState

CREATE = Said(
    Opening.PAUSE,
    PEOPLE[0],
    "remind me to feed the cat",
    Intent.TASK_CREATE,
    "feed the cat",
)
QUERY = Said(Opening.BREATH, PEOPLE[0], "what are my tasks", Intent.TASK_QUERY, None)


def turn(**changed: Any) -> dict[str, Any]:
    stages = {f"{stage}_ms": 10.0 for stage in turns.STAGES}
    return {"intent": "task.create", "failed": False, "changes": []} | stages | changed


def taken(recorded_ms: float | None, own_ms: float | None, **changed: Any) -> dict:
    return {
        "said": "words",
        "opening": Opening.PAUSE,
        "person": "flite/rms",
        "understood": True,
        "title_right": None,
        "cut_off": False,
        "recorded_ms": recorded_ms,
        "turn": turn(response_ms=own_ms, transcript="words", reply="yes"),
    } | changed


# What is said


def test_each_pair_of_turns_has_the_wake_word_once() -> None:
    said = script(30)

    assert len(said) == 30
    assert all(s.opening is not Opening.FOLLOW_UP for s in said[::2])
    assert all(s.opening is Opening.FOLLOW_UP for s in said[1::2])
    assert {s.opening for s in said[::2]} == {Opening.PAUSE, Opening.BREATH}
    assert {s.person for s in said} == set(PEOPLE)
    assert {s.intent for s in said} == {Intent.TASK_CREATE, Intent.TASK_QUERY}


def test_no_two_pairs_in_thirty_turns_are_the_same() -> None:
    said = script(30)
    pairs = [(a.person, a.text, b.text) for a, b in pairwise(said)][::2]

    assert len(set(pairs)) == 15


# What is judged


def test_a_turn_is_understood_when_its_intent_is_right() -> None:
    assert judged(QUERY, turn(intent="task.query"))["understood"]
    assert not judged(QUERY, turn(intent="unsupported"))["understood"]
    assert not judged(QUERY, turn(intent="task.query", failed=True))["understood"]
    assert not judged(QUERY, None)["understood"]


@pytest.mark.parametrize(
    ("titles", "right"),
    [(["Feed the cat."], True), (["Feed the cap"], False), ([], False)],
)
def test_a_title_is_right_word_for_word(titles: list[str], right: bool) -> None:
    changes = [{"kind": "task.created", "id": "1", "title": t} for t in titles]

    assert judged(CREATE, turn(changes=changes))["title_right"] is right


def test_a_question_has_no_title() -> None:
    assert judged(QUERY, turn(intent="task.query"))["title_right"] is None


# What is measured


def test_finds_the_last_voiced_and_the_first_audible_sample() -> None:
    sound = np.zeros(1_000, np.int16)
    sound[200:300] = -32_768
    sound[400:500] = 250

    assert last_voiced(sound) == 299
    assert first_audible(sound, 0) == 200
    assert first_audible(sound, 300) == 400
    assert first_audible(sound, -50) == 200


def test_silence_has_neither() -> None:
    silence = np.full(100, 150, np.int16)

    assert last_voiced(silence) == -1
    assert first_audible(silence, 0) is None
    assert first_audible(silence, 5_000) is None


def test_percentiles_leave_out_what_was_not_measured() -> None:
    assert turns.p50_p95([None, 1.0, 3.0]) == [2.0, pytest.approx(2.9)]
    assert turns.p50_p95([None]) is None


def test_the_recorded_times_are_compared_with_the_daemons_own() -> None:
    unanswered = taken(None, None, turn=None, understood=False, title_right=False)

    result = turns.summary([taken(400, 380), taken(600, 640), unanswered])

    assert result["count"] == 3
    assert result["understood"] == 2
    assert (result["titles"], result["titles_right"]) == (1, 0)
    assert result["response_ms"][0] == 500
    assert result["own_response_ms"][0] == 510
    assert result["apart_ms"] == [30, 40]
    assert result["stages_ms"]["speech"] == [10, 10]
    assert result["stages_ms"]["unseen"][0] == -10


def test_turns_that_waited_for_more_words_are_ranked_apart() -> None:
    at_once = taken(300, 280)
    waited = taken(900, 880, turn=turn(pause_ms=550.0, response_ms=880))
    ignored = taken(None, None, turn=None)

    groups = turns.summary([at_once, waited, ignored])["groups"]

    ended = {name: g for name, g in groups.items() if name.startswith("ended: ")}
    assert [(g["count"], g["response_ms"]) for g in ended.values()] == [
        (1, [300, 300]),
        (1, [900, 900]),
        (1, None),
    ]
    assert groups["begun: wake word, pause"]["count"] == 3


def test_shows_turns_of_which_none_was_answered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    nothing = [taken(None, None, turn=None, understood=False)]
    result = {"load_average": 0.1, "silent": {}, **turns.summary(nothing)}

    turns.show(result)

    printed = capsys.readouterr().out
    assert "not measured" in printed
    assert "missed" in printed
    assert "0 of 1" in printed


# The real thing


@pytest.mark.soundcard
@pytest.mark.models
def test_times_two_turns_on_a_sound_card(
    bench_state: CliState, capsys: pytest.CaptureFixture[str]
) -> None:
    result = turns.measure(bench_state, turns=2)
    turns.show(result)

    assert result["silent"] == {}
    first, second = result["turns"]
    assert first["turn"]["opened_by"] == "wake"
    assert first["understood"], first
    assert 100 < first["recorded_ms"] < 5_000
    assert first["recorded_ms"] == pytest.approx(
        first["turn"]["response_ms"], abs=1_000
    )
    assert second["person"] == first["person"]
    assert not bench_state.folders.database.exists(), (
        "the owner's tasks are not touched"
    )
    printed = capsys.readouterr().out
    assert "Response time of 2 turns" in printed
    assert "endpoint" in printed


def test_says_so_when_nobody_can_speak(
    bench_state: CliState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(EngineFailedError, match="flite is not installed"):
        turns.measure(bench_state, turns=2)
