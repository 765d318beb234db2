"""Speaks turns to the voice daemon in real time and listens to what it answers."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from clara_edge.cli.bench.services import VoiceDaemon
from clara_edge.cli.bench.sound_card import virtual_sound_card
from clara_edge.cli.bench.turns_script import Opening, Voices
from clara_edge.domain.errors import EngineError, ModelError
from clara_edge.models.context import engine_context

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clara_edge.cli.bench.services import Happened
    from clara_edge.cli.bench.sound_card import SoundCard
    from clara_edge.cli.bench.sound_streams import Recording
    from clara_edge.cli.bench.turns_script import Said
    from clara_edge.cli.main import CliState
    from clara_edge.ports.audio import Samples

VOICED = 330
"""What counts as voice of a person: -40 dB below full scale."""
AUDIBLE = 200
"""What counts as sound of Clara, as in the daemon's own measure: -44 dB."""
# the longest pause that a turn can end with, and the longest answer
_PATIENCE_S = 15.0
_WINDOW_S = 5.0


class Room:
    """A person before a microphone, and Clara."""

    def __init__(self, daemon: VoiceDaemon, card: SoundCard, voices: Voices) -> None:
        self.daemon = daemon
        self.card = card
        self._voices = voices
        self._floor_open = False

    def take_turn(self, said: Said) -> dict[str, Any]:
        """Say one turn, hear the answer, and return what happened and how long it took.

        A follow-up gets the wake word all the same where nobody listens for it.
        """
        opening = said.opening
        if opening is not Opening.FOLLOW_UP and self._floor_open:
            self.daemon.call("stop")
        if opening is Opening.FOLLOW_UP and not self._floor_open:
            opening = Opening.PAUSE
        sound = self._voices.say(said, opening)
        with ExitStack() as stack:
            mic, speaker = self.card.record_mic(), self.card.record_speaker()
            stack.callback(mic.stop)
            stack.callback(speaker.stop)
            playing = self.card.play_into_mic(sound)
            stack.callback(playing.stop)
            turn = self.daemon.wait_for(
                "turn",
                since_s=playing.started_s,
                timeout_s=playing.duration_s + _PATIENCE_S,
            )
            heard = self._times(turn, mic, speaker, playing.started_s)
            self._floor_open = self._await_floor(turn)
        if turn is None:
            self.daemon.call("stop")
        return {
            "said": said.text,
            "opening": opening,
            "person": said.person.name,
            **judged(said, turn.data if turn else None),
            **heard,
            "turn": dict(turn.data) if turn else None,
        }

    def _times(
        self,
        turn: Happened | None,
        mic: Recording,
        speaker: Recording,
        since_s: float,
    ) -> dict[str, Any]:
        replies = self.daemon.events("reply", since_s=since_s)
        if turn is None or not replies:
            return {"cut_off": False, "recorded_ms": None}
        ended = last_voiced(mic.samples)
        ended_s = mic.at_s(ended + 1)
        if ended < 0 or replies[0].sent_s < ended_s:
            return {"cut_off": True, "recorded_ms": None}
        # nothing but the answer sounds after its text is known; earcons come before
        after = round((replies[0].sent_s - speaker.started_s) * speaker.rate_hz)
        onset = first_audible(speaker.samples, after)
        if onset is None:
            return {"cut_off": False, "recorded_ms": None}
        return {"cut_off": False, "recorded_ms": 1000 * (speaker.at_s(onset) - ended_s)}

    def _await_floor(self, turn: Happened | None) -> bool:
        """Wait for what follows an answer; return whether no wake word is needed."""
        if turn is None:
            return False
        state = self.daemon.wait_for(
            "state",
            lambda data: data["reason"] in {"follow_up", "answered", "stopped"},
            since_s=turn.sent_s - 1.0,
            timeout_s=_WINDOW_S,
        )
        return state is not None and state.data["reason"] == "follow_up"


@contextmanager
def open_room(state: CliState) -> Iterator[Room]:
    """Yield a room where Clara has just started and sleeps.

    Raises:
        AudioError: there can be no virtual sound card.
        DaemonError: the voice daemon does not start.
    """
    with (
        tempfile.TemporaryDirectory(prefix="clara-bench-") as home,
        virtual_sound_card() as card,
        VoiceDaemon(state, Path(home), card) as daemon,
    ):
        yield Room(daemon, card, Voices(engine_context(state.config, state.folders)))


def able(script: list[Said], state: CliState) -> tuple[list[Said], dict[str, str]]:
    """Return the turns whose voices can speak here, and why others cannot."""
    voices = Voices(engine_context(state.config, state.folders))
    silent: dict[str, str] = {}
    for person in dict.fromkeys(said.person for said in script):
        try:
            voices.load(person)
        except (EngineError, ModelError) as error:
            silent[person.name] = str(error)
    return [said for said in script if said.person.name not in silent], silent


def judged(said: Said, turn: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return whether the intent, and the title of the task if one was said, are right."""
    if turn is None:
        return {"understood": False, "title_right": None}
    understood = turn["intent"] == said.intent and not turn["failed"]
    if said.title is None:
        return {"understood": understood, "title_right": None}
    titles = [c["title"] for c in turn["changes"] if c["kind"] == "task.created"]
    right = [t.casefold().strip(".!?") for t in titles] == [said.title.casefold()]
    return {"understood": understood, "title_right": right}


def last_voiced(samples: Samples) -> int:
    """Return the index of a person's last voiced sample, -1 if there is none."""
    voiced = np.flatnonzero(np.abs(samples.astype(np.int32)) > VOICED)
    return int(voiced[-1]) if voiced.size else -1


def first_audible(samples: Samples, start: int) -> int | None:
    """Return the index of the first audible sample from `start` on."""
    start = max(0, start)
    audible = np.flatnonzero(np.abs(samples[start:].astype(np.int32)) > AUDIBLE)
    return start + int(audible[0]) if audible.size else None
