"""A house with Clara in it: the real voice daemon on the virtual sound card."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from clara_edge.config.clock import SystemClock
from clara_edge.config.folders import Folders, resolve_folders
from clara_edge.config.schema import Paths
from clara_edge.control.client import ControlClient
from clara_edge.domain.errors import DaemonUnreachableError
from clara_edge.storage.open import open_store
from tests import voices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from clara_edge.ports.audio import Samples
    from tests.soundcard import Playing, Recording, SoundCard

START_TIMEOUT_S = 60.0
EVENT_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the daemon and when it arrived, on the monotonic clock."""

    name: str
    data: dict[str, Any]
    at_s: float


class Household:
    """Starts and stops the daemon, speaks to it, follows its events, reads its tasks."""

    def __init__(self, card: SoundCard, home: Path, models: Path) -> None:
        self.card = card
        self.folders: Folders = resolve_folders(
            Paths(
                data=home / "data",
                cache=home / "cache",
                runtime=home / "run",
                models=models,
            )
        )
        self.log = home / "voice.log"
        self._env = {
            **os.environ,
            **card.env,
            "CLARA_PATHS__DATA": str(self.folders.data),
            "CLARA_PATHS__CACHE": str(self.folders.cache),
            "CLARA_PATHS__RUNTIME": str(self.folders.runtime),
            "CLARA_PATHS__MODELS": str(models),
            "CLARA_AUDIO__INPUT": card.microphone,
            "CLARA_AUDIO__OUTPUT": card.loudspeaker,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._events: list[Happened] = []
        self._changed = threading.Condition()
        self._follower: threading.Thread | None = None
        self._sounds: list[Playing | Recording] = []

    # The daemon's life.

    def start(self, *overrides: str) -> Self:
        """Start the daemon and wait until it sleeps with its microphone open."""
        began_s = time.monotonic()
        options = [word for setting in overrides for word in ("-o", setting)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START_VOICE, *options],
                env=self._env,
                stdout=log,
                stderr=log,
            )
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()
        self.wait_for(
            "state",
            lambda d: d["state"] == "asleep",
            after_s=began_s,
            timeout_s=START_TIMEOUT_S,
        )
        return self

    def kill(self) -> None:
        """End the daemon with SIGKILL."""
        assert self.process is not None
        self.process.kill()
        self._reap()

    def stop(self) -> tuple[int, float]:
        """End the daemon with SIGTERM; return its exit status and how long it took."""
        assert self.process is not None
        began_s = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=20)
        took_s = time.monotonic() - began_s
        self._reap()
        return status, took_s

    def close(self) -> None:
        """End whatever still runs."""
        for sound in self._sounds:
            sound.stop()
        if self.process is not None and self.process.poll() is None:
            self.stop()

    def cli(
        self, *arguments: str, typed: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a `clara` command in this house."""
        return subprocess.run(
            [sys.executable, "-P", "-c", _START_CLI, *arguments],
            env=self._env,
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the daemon over its control socket."""
        with ControlClient(self.folders.control_socket, timeout_s=10) as client:
            return client.call(method, **params)

    # Speaking and listening.

    def say(
        self,
        *parts: str | Samples,
        voice: voices.SpeakerVoice = voices.AWB,
        pause_s: float = 0.5,
    ) -> Playing:
        """Play words (or sound) into the room; returns when it starts."""
        sounds = [voices.speak(p, voice) if isinstance(p, str) else p for p in parts]
        playing = self.card.play_into_mic(voices.in_sequence(sounds, pause_s=pause_s))
        self._sounds.append(playing)
        return playing

    def record(self) -> Recording:
        """Record the loudspeaker from now on."""
        recording = self.card.record_speaker()
        self._sounds.append(recording)
        return recording

    def wait_for(
        self,
        name: str,
        fits: Callable[[dict[str, Any]], bool] = lambda _data: True,
        *,
        after_s: float = 0.0,
        timeout_s: float = EVENT_TIMEOUT_S,
    ) -> Happened:
        """Block until an event that arrived after `after_s` fits; AssertionError if none does."""
        end_s = time.monotonic() + timeout_s
        seen = 0
        with self._changed:
            while True:
                for event in self._events[seen:]:
                    if (
                        event.name == name
                        and event.at_s >= after_s
                        and fits(event.data)
                    ):
                        return event
                seen = len(self._events)
                left_s = end_s - time.monotonic()
                if left_s <= 0 or (self.process and self.process.poll() is not None):
                    raise AssertionError(f"no {name!r} event:\n{self.story()}")
                self._changed.wait(min(left_s, 1.0))

    def wait_for_turn(self, *, after_s: float = 0.0) -> dict[str, Any]:
        """Block until a turn is over; return its record."""
        return self.wait_for("turn", after_s=after_s).data

    def wait_for_state(self, state: str, *, after_s: float = 0.0) -> Happened:
        """Block until the daemon enters a state."""
        return self.wait_for("state", lambda d: d["state"] == state, after_s=after_s)

    def events(self, name: str, *, after_s: float = 0.0) -> list[Happened]:
        """Return the events of one name so far."""
        with self._changed:
            return [e for e in self._events if e.name == name and e.at_s >= after_s]

    def story(self) -> str:
        """Return what happened, for a failing test."""
        lines = [f"{e.at_s:10.3f} {e.name} {e.data}" for e in self._events[-40:]]
        return "\n".join([*lines, "--- log", *self.log.read_text().splitlines()[-40:]])

    def titles(self, project: str | None = None) -> list[str]:
        """Return the titles of the open tasks in the database."""
        store = open_store(self.folders.database, SystemClock())
        try:
            return [task.title for task in store.open_tasks(project=project)]
        finally:
            store.close()

    def _follow(self) -> None:
        client = ControlClient(self.folders.control_socket, timeout_s=5)
        while self.process is not None and self.process.poll() is None:
            with suppress(DaemonUnreachableError):
                self._catch_up()
                for event in client.events():
                    self._note(event.event, event.data)
            with self._changed:
                self._changed.wait(0.05)

    def _catch_up(self) -> None:
        """A daemon that was ready before we subscribed will not say so again."""
        with ControlClient(self.folders.control_socket) as client:
            self._note(
                "state", {"state": client.call("status")["state"], "reason": "status"}
            )

    def _note(self, name: str, data: dict[str, Any]) -> None:
        with self._changed:
            self._events.append(Happened(name, data, time.monotonic()))
            self._changed.notify_all()

    def _reap(self) -> None:
        assert self.process is not None
        self.process.wait(timeout=20)
        if self._follower is not None:
            self._follower.join(timeout=20)


_START_VOICE = "from clara_edge.cli.services import voice; voice()"
_START_CLI = "from clara_edge.cli.main import main; main()"


def words(text: str | Sequence[str]) -> set[str]:
    """Return the words of a text without case and punctuation."""
    joined = text if isinstance(text, str) else " ".join(text)
    return {word.strip(".,!?;:").casefold() for word in joined.split()}
