"""Clause by clause, so that the first words are heard while the rest is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clara_edge.domain.spoken import clauses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.ports.audio import Samples

# -40 dB below full scale: quieter than the onset of any consonant of these voices
_AUDIBLE = 330
_LEAD_S = 0.02
_TAIL_S = 0.05
# silence between clauses; flite's own 0.2 to 0.4 s on either side sounds hesitant
_PAUSE_AFTER_SENTENCE_S = 0.30
_PAUSE_AFTER_CLAUSE_S = 0.15


def speak_clauses(
    text: str,
    cancelled: Callable[[], bool],
    speak: Callable[[str], Iterator[Samples]],
    rate_hz: Callable[[], int],
) -> Iterator[Samples]:
    """Yield each clause's sound, with the pause that belongs before it.

    Args:
        text: speakable text.
        cancelled: asked before every chunk.
        speak: yields the sound of one clause.
        rate_hz: rate of that sound, asked when it is there.
    """
    pause_s = 0.0
    for clause in clauses(_printable(text)):
        for sound in speak(clause):
            if cancelled():
                return
            yield np.concatenate([silence(pause_s, rate_hz()), sound])
            pause_s = 0.0
        if cancelled():
            return
        ended = clause.endswith((".", "?", "!"))
        pause_s = _PAUSE_AFTER_SENTENCE_S if ended else _PAUSE_AFTER_CLAUSE_S


def _printable(text: str) -> str:
    """Drop lone surrogates, and what a C program takes for the end of the text."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return "".join(c if c.isprintable() else " " for c in text)


def silence(seconds: float, rate_hz: int) -> Samples:
    """Return digital silence."""
    return np.zeros(round(seconds * rate_hz), dtype=np.int16)


def without_edges(sound: Samples, rate_hz: int) -> Samples:
    """Cut silence before and after a clause down to what sounds natural.

    flite begins with 170 to 250 ms of it, which people would wait for at each answer.
    """
    audible = np.flatnonzero(np.abs(sound.astype(np.int32)) > _AUDIBLE)
    if not audible.size:
        return sound
    start = max(0, int(audible[0]) - round(_LEAD_S * rate_hz))
    end = int(audible[-1]) + round(_TAIL_S * rate_hz)
    return sound[start:end]
