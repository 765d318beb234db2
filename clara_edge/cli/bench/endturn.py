"""`clara bench endturn`: what judging the words saves of the silence after a command."""

from __future__ import annotations

import csv
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from statistics import mean, median
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below
from clara_edge.cli.bench.recordings import VARIABLE, data_folder
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.intents import Completeness, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clara_edge.cli.main import CliState
    from clara_edge.domain.intents import Interpretation
    from clara_edge.ports.understanding import Understanding

_DOMAINS = ("reminder", "alarm", "timer")
# what a fixed end of turn waits, and how long voice activity takes to see the silence
_FIXED_S = 0.8
_SEEN_S = 0.2
_NOW = datetime(2026, 11, 24, 13, 7).astimezone()


@click.command()
@click.option(
    "--every", default=6, show_default=True, help="Take every so many sentences."
)
@report.json_option("Save the result here.")
@click.pass_obj
def endturn(state: CliState, every: int, target: str | None) -> None:
    """End of turn: how often it is seen in the words, and what that saves."""
    result = measure(state, every=every)
    report.deliver(result, show, target, datetime.now().astimezone())


def measure(state: CliState, *, every: int = 6) -> dict[str, Any]:
    """Judge development sentences of TOPv2, cut after every word."""
    from clara_edge.dialogue.build import build_understanding
    from clara_edge.models.context import engine_context

    understanding = build_understanding(
        state.config, engine_context(state.config, state.folders)
    )
    pauses = {
        Completeness.COMPLETE: 0.0,
        Completeness.UNSURE: state.config.listening.pause_unsure_s,
        Completeness.INCOMPLETE: state.config.listening.pause_incomplete_s,
    }
    domains = {}
    started = time.perf_counter()
    for domain in report.progress(_DOMAINS, "domains"):
        sentences = list(read_sentences(data_folder() / "nlu/topv2", domain))[::every]
        domains[domain] = _judged(understanding, sentences)
    saved = [
        round(_FIXED_S - _SEEN_S - pauses[Completeness(verdict)], 3)
        for outcome in domains.values()
        for verdict, times in outcome["whole"].items()
        for _ in range(times)
    ]
    return {
        "domains": domains,
        "prefixes": sum(d["prefixes"] for d in domains.values()),
        "seconds": time.perf_counter() - started,
        "fixed_s": _FIXED_S,
        "saved_median_s": median(saved),
        "saved_mean_s": mean(saved),
    }


def read_sentences(folder: Path, domain: str) -> Iterator[str]:
    """Yield the sentences of one file.

    Raises:
        InputInvalidError: it does not exist.
    """
    path = folder / f"{domain}_eval.tsv"
    if not path.is_file():
        raise InputInvalidError(
            f"the sentences {path} do not exist",
            remedy=f"set {VARIABLE} to the folder that holds them",
        )
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield line["utterance"]


def _judged(understanding: Understanding, sentences: list[str]) -> dict[str, Any]:
    """Return the verdicts on prefixes that mean something else, and on whole sentences."""
    fresh = Conversation("bench")
    early: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    count = 0
    for sentence in sentences:
        words = sentence.split()
        full = _frame(understanding.interpret(sentence, fresh, _NOW))
        for length in range(1, len(words)):
            prefix = " ".join(words[:length])
            count += 1
            if _frame(understanding.interpret(prefix, fresh, _NOW)) != full:
                early[understanding.completeness(prefix, fresh)] += 1
        whole[understanding.completeness(sentence, fresh)] += 1
    return {
        "sentences": len(sentences),
        "prefixes": count,
        "incomplete": dict(early),
        "whole": dict(whole),
    }


def _frame(reading: Interpretation) -> Interpretation:
    """Return what would be done, without how it was said."""
    return replace(reading, text="", confidence=0.0, source=Source.RULES, also=())


def show(result: dict[str, Any]) -> None:
    """Print what was judged, and the time saved."""
    rows = []
    for name, outcome in result["domains"].items():
        early, whole = outcome["incomplete"], outcome["whole"]
        rows.append(
            [
                name,
                sum(early.values()),
                *(_percent(early, verdict) for verdict in Completeness),
                outcome["sentences"],
                *(_percent(whole, verdict) for verdict in Completeness),
            ]
        )
    names = [str(verdict) for verdict in Completeness]
    report.show_table(
        f"End of turn: verdicts on {result['prefixes']} beginnings of sentences, in %",
        ["domain", "cut short", *names, "whole", *names],
        rows,
    )
    click.echo(
        f"saved against {result['fixed_s']} s of silence: median "
        f"{result['saved_median_s']:.2f} s, mean {result['saved_mean_s']:.2f} s"
    )


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    early: Counter[str] = Counter()
    for outcome in result["domains"].values():
        early.update(outcome["incomplete"])
    wrong = 100 * early[Completeness.COMPLETE] / max(1, sum(early.values()))
    return [
        below("cut short, called complete", wrong, 3, "{:.1f}%"),
        Figure("silence saved, median", f"{result['saved_median_s']:.2f} s"),
    ]


def _percent(verdicts: dict[str, int], verdict: Completeness) -> str:
    return f"{100 * verdicts.get(verdict, 0) / max(1, sum(verdicts.values())):.1f}"
