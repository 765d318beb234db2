"""Ask one language model a few things in a process of its own."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from clara_edge.cli.bench.report import rss_mib
from clara_edge.cli.bench.worker import answer_request
from clara_edge.config.engines import create_engine
from clara_edge.domain.language_model import Message, ModelRequest, Purpose, Role
from clara_edge.models.store import ModelStore
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from clara_edge.ports.language_model import LanguageModel

_SENTENCE = "Lily went to the park with her mom and saw a big red ball. "
_QUESTIONS = (
    "She liked to play with it all day",
    "Then a little dog came and said",
    "One day it was very cold and",
    "Her mom was happy because",
    "The ball rolled down the hill, so",
)
_ANSWER_TOKENS = 48


class Watched:
    """A request's `cancelled`, which remembers when it was asked."""

    def __init__(self, after: int | None = None) -> None:
        """Cancel at that call; None: never."""
        self._after = after
        self.calls_s: list[float] = []

    def __call__(self) -> bool:
        """Tell whether the request is cancelled."""
        self.calls_s.append(time.perf_counter())
        return self._after is not None and len(self.calls_s) >= self._after

    def longest_gap_s(self) -> float:
        """Return for how long an interruption may go unnoticed."""
        pairs = zip(self.calls_s, self.calls_s[1:], strict=False)
        return max((later - earlier for earlier, later in pairs), default=0.0)


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Load the model, ask it for the first time, again, and interrupt it.

    "engine" and "options" say which; "cache" is the folder of saved prefixes; the
    instructions have "prompt_characters"; a first request alone is made with "rounds" 0.
    "warm" asks something else before: what a server does once only does not count.
    """
    context = EngineContext(
        models=ModelStore(Path(request["models"])),
        cache_dir=Path(request["cache"]),
        threads=request["threads"],
    )
    before_mib = rss_mib()
    model = create_engine("llm", request["engine"], request["options"], context)
    started = time.perf_counter()
    if hasattr(model, "load"):
        model.load()
    result: dict[str, Any] = {
        "load_s": time.perf_counter() - started,
        "memory_mib": rss_mib() - before_mib,
    }
    instructions = (_SENTENCE * 1000)[: request["prompt_characters"]]
    if request.get("warm"):
        _ask(model, "Hello.", 0)
    result["first"] = _ask(model, instructions, 0)
    rounds = [_ask(model, instructions, n + 1) for n in range(request["rounds"])]
    if rounds:
        result["again"] = {
            key: median(r[key] for r in rounds)
            for key in ("first_s", "whole_s", "tokens_per_s", "reused", "prompt")
        }
        gaps = [r["gap_s"] for r in (result["first"], *rounds)]
        result["abort"] = _abort(model, instructions, max(gaps))
    before_close = rss_mib()
    model.close()
    result["given_back_mib"] = before_close - rss_mib()
    return result


def _ask(model: LanguageModel, instructions: str, number: int) -> dict[str, float]:
    watched = Watched()
    began = time.perf_counter()
    first = ended = 0.0
    pieces = 0
    for _ in model.stream(_request(instructions, number), watched):
        pieces += 1
        ended = time.perf_counter()
        first = first or ended
    reused, prompt = getattr(model, "reused_tokens", (0, 0))
    return {
        "first_s": first - began,
        "whole_s": ended - began,
        "tokens_per_s": (pieces - 1) / (ended - first) if pieces > 1 else 0.0,
        "reused": reused,
        "prompt": prompt,
        "gap_s": watched.longest_gap_s(),
    }


def _abort(model: LanguageModel, instructions: str, gap_s: float) -> dict[str, float]:
    """Interrupt at several moments; the prompt is new each time, so that some are in it."""
    ends = []
    for number, after in enumerate((2, 3, 5, 8)):
        watched = Watched(after)
        other = f"{number} {instructions}"[: len(instructions)]
        for _ in model.stream(_request(other, number), watched):
            pass
        ends.append(time.perf_counter() - watched.calls_s[after - 1])
    return {"notice_s": gap_s, "end_s": max(ends), "worst_s": gap_s + max(ends)}


def _request(instructions: str, number: int) -> ModelRequest:
    question = _QUESTIONS[number % len(_QUESTIONS)]
    return ModelRequest(
        Purpose.CHAT,
        instructions,
        (Message(Role.USER, question),),
        max_tokens=_ANSWER_TOKENS,
        temperature=0.0,
        touches_tasks=False,
    )


if __name__ == "__main__":
    sys.exit(answer_request(run))
