"""`clara bench references`: whether the tasks that were meant are found."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below
from clara_edge.cli.bench.references_cases import make_cases
from clara_edge.cli.bench.references_stores import NOW, make_store
from clara_edge.domain.reference import choose, find_targets

if TYPE_CHECKING:
    from clara_edge.cli.bench.references_cases import Case
    from clara_edge.cli.main import CliState
    from clara_edge.domain.reference import Targets

_COUNT = 1_000
_SEED = 6
"""Not one of those that the thresholds were tuned on."""
_LARGE = 2_000
"""Tasks of the store in which the time is taken."""
_ALL = "all"
_VERDICTS = {
    "right": "found, or nothing where nothing was meant",
    "asked": "what was meant is among what was offered",
    "missed": "not found, or only others offered",
    "wrong": "another task, or not just what was meant",
}


@click.command()
@click.option("--count", default=_COUNT, show_default=True, help="How many utterances.")
@click.option("--seed", default=_SEED, show_default=True, help="Other utterances.")
@click.option("--wrong", "show_wrong", is_flag=True, help="List what was not right.")
@report.json_option("Save the result here.")
@click.pass_obj
def references(
    state: CliState, count: int, seed: int, show_wrong: bool, target: str | None
) -> None:
    """References: whether the tasks that were meant are found, among many alike."""
    result = measure(state, count=count, seed=seed)
    report.deliver(result, show, target, datetime.now().astimezone())
    if show_wrong and target != "-":
        columns = ["verdict", "kind", "said", "meant", "found", "offered"]
        rows = [[each[name] for name in columns] for each in result["others"]]
        report.show_table("Not right", columns, rows)


def measure(
    _state: CliState, *, count: int = _COUNT, seed: int = _SEED
) -> dict[str, Any]:
    """Look for what each utterance means, each in a store of its own."""
    counts: dict[str, Counter[str]] = {}
    others = []
    for case in make_cases(count, seed):
        targets = found(case)
        judged = verdict(case, targets)
        for key in (case.kind, _ALL):
            counts.setdefault(key, Counter())[judged] += 1
        if judged != "right":
            others.append(_described(case, targets, judged))
    return {
        "count": count,
        "seed": seed,
        "counts": {key: dict(counts[key]) for key in (*sorted(counts), _ALL)},
        "others": others,
        "ms": _times(),
    }


def found(case: Case) -> Targets:
    """Return what Clara takes a case to mean."""
    tasks, conversation = case.store.tasks, case.conversation
    if case.reading is None:
        return choose(case.said, tasks, conversation, NOW)
    return find_targets(case.reading, tasks, conversation, NOW, case.store.projects)


def verdict(case: Case, targets: Targets) -> str:
    """Judge what was found; asking counts as asked only if it leads to what was meant."""
    ids = {task.id for task in targets.found}
    if ids:
        return "right" if ids == case.meant else "wrong"
    offered = {task.id for task in targets.options}
    if not case.meant:
        return "asked" if offered else "right"
    return "asked" if case.meant <= offered else "missed"


def show(result: dict[str, Any]) -> None:
    """Print one table by kind, one with the time."""
    rows = []
    for kind, counts in result["counts"].items():
        total = sum(counts.values())
        shares = [f"{100 * counts.get(name, 0) / total:.1f}" for name in _VERDICTS]
        rows.append([kind, total, *shares])
    report.show_table(
        f"References: {result['count']} utterances, each in a store of its own, in %",
        ["what was said", "utterances", *_VERDICTS],
        rows,
    )
    click.echo("; ".join(f"{name}: {text}" for name, text in _VERDICTS.items()))
    times = result["ms"]
    report.show_table(
        f"Time among {_LARGE:,} tasks, in ms",
        ["first", "median", "slowest"],
        [[f"{times[name]:.1f}" for name in ("first", "median", "slowest")]],
    )


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    counts = result["counts"][_ALL]
    total = result["count"]
    return [
        below("wrong task", 100 * counts.get("wrong", 0) / total, 1, "{:.1f}%"),
        Figure("asked which", f"{100 * counts.get('asked', 0) / total:.1f}%"),
        Figure("missed", f"{100 * counts.get('missed', 0) / total:.1f}%"),
        below(f"among {_LARGE:,} tasks", result["ms"]["median"], 20, "{:.1f} ms"),
    ]


def _times() -> dict[str, float]:
    """Take the time in one large store; the first time its words are all new."""
    store = make_store(Random(7), _LARGE)  # noqa: S311 - reproducible, not secret
    taken = []
    for case in make_cases(60, seed=7):
        start = time.perf_counter()
        found(replace(case, store=store))
        taken.append(1000 * (time.perf_counter() - start))
    return {"first": taken[0], "median": median(taken[1:]), "slowest": max(taken[1:])}


def _described(case: Case, targets: Targets, judged: str) -> dict[str, str]:
    titles = {task.id: task.title for task in case.store.tasks}
    return {
        "verdict": judged,
        "kind": case.kind,
        "said": case.reading.text if case.reading else case.said,
        "meant": "; ".join(titles[i] for i in sorted(case.meant)),
        "found": "; ".join(task.title for task in targets.found),
        "offered": "; ".join(task.title for task in targets.options),
    }
