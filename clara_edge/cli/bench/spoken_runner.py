"""Gives each command of the suite to a Clara of its own, typed or spoken."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.cli.bench.spoken_household import StartedAt, furnish, ring, snapshot
from clara_edge.cli.bench.spoken_judge import Answered, Seen, judge
from clara_edge.dialogue.build import build_dialogue
from clara_edge.models.context import engine_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.cli.bench.spoken_cases import Case
    from clara_edge.cli.bench.spoken_judge import Verdict
    from clara_edge.cli.main import CliState
    from clara_edge.config.folders import Folders
    from clara_edge.dialogue.dialogue import Dialogue
    from clara_edge.domain.reply import TurnResult
    from clara_edge.ports.audio import Samples
    from clara_edge.voice.engine_set import Engines
    from clara_edge.voice.hear import Heard

_CONVERSATION = "spoken"


@dataclass(frozen=True, slots=True)
class Ended:
    """What one command came to, and what is to be said of it."""

    answered: Answered
    verdict: Verdict


class Households:
    """Fresh copies of one furnished home."""

    def __init__(self, state: CliState, folder: Path) -> None:
        self._state = state
        self._folder = folder
        self._template = folder / "template.db"
        self._context = engine_context(state.config, state.folders)
        self._count = 0
        furnish(self._template)

    @contextmanager
    def dialogue(self) -> Iterator[tuple[Dialogue, Folders]]:
        """Open a dialogue in a home of its own; the home is removed afterwards."""
        self._count += 1
        home = self._folder / f"home{self._count}"
        home.mkdir()
        folders = replace(self._state.folders, data=home, runtime=home / "run")
        shutil.copy(self._template, folders.database)
        dialogue = build_dialogue(
            self._state.config, folders, StartedAt(), self._context, origin="voice"
        )
        try:
            yield dialogue, folders
        finally:
            shutil.rmtree(home)


@contextmanager
def households(state: CliState) -> Iterator[Households]:
    """Return furnished homes in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="clara-spoken-") as folder:
        yield Households(state, Path(folder))


def typed(case: Case, homes: Households) -> Ended:
    """Type a command instead of speaking it."""
    with homes.dialogue() as (dialogue, folders), dialogue:
        furnished = snapshot(folders.database)
        _prepare(case, dialogue, folders)
        prepared = snapshot(folders.database)
        answered = _answered(case.said, dialogue.turn(case.said, _CONVERSATION))
        seen = Seen(furnished, prepared, snapshot(folders.database))
    return Ended(answered, judge(case, seen, answered))


class Listener:
    """Hears commands with engines that stay loaded; use it in an event loop."""

    def __init__(self, state: CliState, homes: Households, engines: Engines) -> None:
        self._state = state
        self._homes = homes
        self._engines = engines

    async def hear(self, case: Case, recording: Samples) -> Ended:
        """Speak a command into the pipeline, without the wake word."""
        from clara_edge.voice.hear import hear_with

        thread = self._engines.dialogue_thread
        with self._homes.dialogue() as (dialogue, folders):
            furnished = snapshot(folders.database)
            thread.submit(_prepare, case, dialogue, folders).result()
            prepared = snapshot(folders.database)
            try:
                heard = await hear_with(
                    self._state.config,
                    replace(self._engines, dialogue=dialogue),
                    recording,
                    wake=False,
                    fast=True,
                    conversation_id=_CONVERSATION,
                )
            finally:
                thread.submit(dialogue.close).result()
            answered = _of(heard)
            seen = Seen(furnished, prepared, snapshot(folders.database))
        return Ended(answered, judge(case, seen, answered))


@contextmanager
def quiet_pipecat() -> Iterator[None]:
    """Keep the voice stack from writing between the tables."""
    os.environ.setdefault("LOGURU_LEVEL", "ERROR")
    from clara_edge.voice.logs import adopt_pipecat_logs

    adopt_pipecat_logs("ERROR")
    yield


def _prepare(case: Case, dialogue: Dialogue, folders: Folders) -> None:
    if case.ringing:
        ring(folders.database, case.ringing)
    for text in case.before:
        dialogue.turn(text, _CONVERSATION)


def _answered(transcript: str, result: TurnResult) -> Answered:
    reading, reply = result.interpretation, result.reply
    return Answered(
        transcript,
        str(reading.intent) if reading else None,
        reply.spoken if reply else "",
        reply is not None and reply.expects_answer,
    )


def _of(heard: Heard) -> Answered:
    if not heard.turns:
        return Answered("", None, "", asks=False)
    last = heard.turns[-1]
    said = " ".join(turn.transcript for turn in heard.turns)
    reply = " ".join(turn.reply for turn in heard.turns if turn.reply)
    return Answered(said, last.intent, reply, asks=reply.rstrip().endswith("?"))
