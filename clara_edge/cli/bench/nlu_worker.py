"""Time the learned parser and what it is compared with, in a process of its own."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from clara_edge.cli.bench.report import rss_mib
from clara_edge.cli.bench.worker import answer_request
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.schema import sayings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# a Monday morning: nothing is said about today that has passed already
_NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Load the parser, then let each reader have every sentence of the schema."""
    _on_one_core()
    sentences = [text for saying in sayings() for text in saying.sentences]
    # numpy and onnxruntime are loaded once for speech and parser alike
    began = time.perf_counter()
    from clara_edge.engines.nlu.learned.network import Network

    imported_s = time.perf_counter() - began
    from clara_edge.engines.nlu.learned.engine import FILE, LearnedUnderstanding
    from clara_edge.engines.nlu.learned.tokens import tokens_of
    from clara_edge.engines.nlu.phrases import PhraseUnderstanding

    before_mib = rss_mib()
    began = time.perf_counter()
    network = Network(FILE)
    load_s = time.perf_counter() - began
    engine, phrases = LearnedUnderstanding(network), PhraseUnderstanding()
    nothing_said = Conversation("")
    readers: dict[str, Callable[[str], object]] = {
        "network": lambda text: network.read([t.word for t in tokens_of(text)]),
        "learned": lambda text: engine.interpret(text, nothing_said, _NOW),
        "phrases": lambda text: phrases.interpret(text, nothing_said, _NOW),
    }
    return {
        "sentences": len(sentences),
        "bytes": FILE.stat().st_size,
        "import_s": imported_s,
        "load_s": load_s,
        "seconds": {
            name: _timed(read, sentences, request["rounds"])
            for name, read in readers.items()
        },
        "rss_grown_mib": rss_mib() - before_mib,
    }


def _timed(
    read: Callable[[str], object], sentences: Sequence[str], rounds: int
) -> dict[str, float]:
    for text in sentences:  # what is loaded at first use does not count
        read(text)
    spent = []
    for _ in range(rounds):
        for text in sentences:
            began = time.perf_counter()
            read(text)
            spent.append(time.perf_counter() - began)
    p50, p95 = np.percentile(spent, (50, 95))
    return {"p50": float(p50), "p95": float(p95), "max": max(spent)}


def _on_one_core() -> None:
    """Stay on the first core that this process may use, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


if __name__ == "__main__":
    sys.exit(answer_request(run))
