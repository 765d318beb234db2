"""Changed settings reach a running daemon, or wait for a restart and say so."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pipecat.frames.frames import InputAudioRawFrame

from clara_edge.config import sources
from clara_edge.config.chosen import choose
from clara_edge.config.layers import Places
from clara_edge.config.sources import Sources
from clara_edge.domain.errors import ConfigInvalidError, InputInvalidError
from clara_edge.domain.pauses import in_hours
from clara_edge.ports.wake import WakeDetection
from clara_edge.voice.daemon import Daemon
from clara_edge.voice.engines import EngineBoard
from clara_edge.voice.frames import GateState
from clara_edge.voice.meter import Meter
from clara_edge.voice.reload import Reloader
from clara_edge.voice.trying import tone_samples
from clara_edge.voice.tuning import Tuning

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from clara_edge.config.schema import Config


@dataclass
class Heard:
    """What the parts of a daemon were told."""

    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    configured: list[Config] = field(default_factory=list)
    tuned: list[Config] = field(default_factory=list)

    def publish(self, name: str, data: Mapping[str, Any]) -> None:
        self.events.append((name, dict(data)))


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """The sources of this process, in a folder."""
    made = Sources(
        places=Places(tmp_path / "etc", tmp_path / "c.toml", tmp_path / "s.toml"),
        environ={},
    )
    monkeypatch.setattr(sources, "_started_with", made)
    return made


def daemon_of(config: Config, heard: Heard) -> Daemon:
    dialogue = SimpleNamespace(configure=heard.configured.append)
    made = Daemon(config, EngineBoard(), datetime.now(UTC), 0.8)
    tuning = Tuning(config)
    tuning.follow(heard.tuned.append)
    made.conversation = SimpleNamespace(tuning=tuning)  # type: ignore[assignment] - the part that is tuned
    made.engines = SimpleNamespace(  # type: ignore[assignment] - the parts that are configured
        dialogue=dialogue, dialogue_thread=ThreadPoolExecutor(1), model=None, wake=None
    )
    made.publish = heard.publish
    made.reloader = Reloader(made)
    return made


def test_what_can_be_is_taken_over_and_the_rest_waits(written: Sources) -> None:
    heard = Heard()
    daemon = daemon_of(written.load().config, heard)
    choose(
        {
            ("replies", "style"): "brief",
            ("earcons", "volume"): 0.9,
            ("audio", "input"): "Jabra",
        },
        written,
    )

    assert daemon.reloader is not None
    told = asyncio.run(daemon.reloader.reload())

    assert told == {
        "applied": ["replies.style", "earcons.volume"],
        "restart": ["audio.input"],
    }
    assert [config.earcons.volume for config in heard.tuned] == [0.9]
    assert [config.replies.style for config in heard.configured] == ["brief"]
    assert heard.events == [("settings", told)]


def test_a_setting_that_is_put_back_waits_for_nothing(written: Sources) -> None:
    daemon = daemon_of(written.load().config, Heard())
    assert daemon.reloader is not None

    choose({("audio", "input"): "Jabra"}, written)
    first = asyncio.run(daemon.reloader.reload())["restart"]
    choose({("audio", "input"): "default"}, written)
    second = asyncio.run(daemon.reloader.reload())["restart"]

    assert (first, second) == (["audio.input"], [])


def test_a_wrong_configuration_leaves_the_present_one(written: Sources) -> None:
    heard = Heard()
    before = written.load().config
    daemon = daemon_of(before, heard)
    assert daemon.reloader is not None
    assert written.places is not None
    written.places.user.write_text("[earcons]\nvolume = 3")

    with pytest.raises(ConfigInvalidError):
        asyncio.run(daemon.reloader.reload())

    assert daemon.config == before
    assert heard.events == []


def test_a_daemon_that_is_starting_refuses(written: Sources) -> None:
    daemon = Daemon(written.load().config, EngineBoard(), datetime.now(UTC), 0.8)

    with pytest.raises(InputInvalidError, match="still starting"):
        asyncio.run(Reloader(daemon).reload())


class Gate:
    """The part of a gate that the meter uses."""

    def __init__(self) -> None:
        self.state = GateState.ASLEEP
        self.on_trial: Any = None
        self.on_heard: Any = lambda _frame, _scores: None

    def hears(self, samples: list[int], score: float) -> None:
        sound = np.array(samples, np.int16).tobytes()
        self.on_heard(InputAudioRawFrame(sound, 16_000, 1), {"hey": score})


def meter_of(gate: Gate, heard: Heard) -> Meter:
    return Meter(SimpleNamespace(gate=gate), heard.publish)  # type: ignore[arg-type] - its gate


def test_levels_are_numbers_and_come_only_while_they_are_wanted() -> None:
    gate, heard = Gate(), Heard()

    async def run() -> None:
        meter = meter_of(gate, heard)
        gate.hears([0], 0.0)
        meter.show(30)
        gate.hears([16_384, -16_384], 0.25)
        meter.show(0)
        gate.hears([1], 0.0)

    asyncio.run(run())

    assert heard.events == [
        ("levels", {"rms_dbfs": -6.0, "peak_dbfs": -6.0, "scores": {"hey": 0.25}})
    ]


def test_a_trial_counts_what_was_heard_and_what_nearly_was() -> None:
    gate, heard = Gate(), Heard()

    async def run() -> None:
        meter = meter_of(gate, heard)
        meter.try_wake_word(60)
        gate.on_trial(WakeDetection("hey", "hey", 0.9))
        for score in (0.9, 0.5, 0.1, 0.3, 0.4, 0.05):
            gate.hears([0], score)
        meter.close()

    asyncio.run(run())

    told = [(data["heard"], data["nearly"], data["score"]) for _, data in heard.events]
    assert told == [(0, 0, 0.0), (1, 0, 0.9), (1, 1, 0.4), (1, 1, 0.0)]
    assert heard.events[-1][1]["over"]
    assert gate.on_trial is None


def test_no_trial_begins_while_clara_is_muted() -> None:
    gate = Gate()
    gate.state = GateState.MUTED

    async def run() -> None:
        meter_of(gate, Heard()).try_wake_word(60)

    with pytest.raises(InputInvalidError, match="muted"):
        asyncio.run(run())


def test_the_test_tone_neither_clips_nor_clicks() -> None:
    samples = tone_samples(48_000).astype(int)

    assert 5_000 < np.max(np.abs(samples)) < 16_384
    assert abs(samples[0]) + abs(samples[-1]) < 10
    assert np.max(np.abs(np.diff(samples))) < 1_500


@pytest.mark.parametrize(
    ("now", "begins", "ends", "quiet"),
    [
        (time(23), "22:00", "07:00", True),
        (time(6, 59), "22:00", "07:00", True),
        (time(7), "22:00", "07:00", False),
        (time(12), "22:00", "07:00", False),
        (time(13), "12:00", "14:00", True),
        (time(14), "12:00", "14:00", False),
        (time(13), "12:00", None, False),
        (time(13), "12:00", "12:00", False),
    ],
)
def test_quiet_hours_may_go_over_midnight(
    now: time, begins: str | None, ends: str | None, quiet: bool
) -> None:
    assert in_hours(now, begins, ends) is quiet
