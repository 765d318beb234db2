"""`clara bench dates`: how often dates, times and repetitions are read right."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from clara_edge.cli.bench import report
from clara_edge.cli.bench.dates_libraries import clara, readers
from clara_edge.cli.bench.dates_score import Verdict, verdict
from clara_edge.cli.bench.figures import Figure, below
from clara_edge.cli.bench.recordings import VARIABLE, data_folder
from clara_edge.domain.errors import InputInvalidError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from clara_edge.cli.bench.dates_score import Answer
    from clara_edge.cli.main import CliState

_CASES = "nlu/dates/dates_dev.jsonl"
_FORMS = {"expression": "span", "sentence": "text"}
"""What is given to a library: the expression alone, or the sentence that holds it."""
_ALL = "all"
# no case depends on daylight saving, and the corpora know no zones
_ZONE = ZoneInfo("UTC")


@click.command()
@click.option("--wrong", "show_wrong", is_flag=True, help="List what Clara got wrong.")
@report.json_option("Save the result here.")
@click.pass_obj
def dates(state: CliState, show_wrong: bool, target: str | None) -> None:
    """Dates: how often they are read right, beside the libraries that are installed."""
    result = measure(state)
    report.deliver(result, show, target, datetime.now().astimezone())
    if show_wrong and target != "-":
        _show_wrong(result)


def measure(_state: CliState, *, compare: bool = True) -> dict[str, Any]:
    """Read every development case with Clara, and with each library found."""
    cases = read_cases(data_folder() / _CASES)
    found: dict[str, Any] = {"clara": clara} | (readers() if compare else {})
    return {
        "cases": len(cases),
        "readers": {
            name: None if read is None else _score(cases, read)
            for name, read in report.progress(list(found.items()), "readers")
        },
        "wrong": _wrong(cases),
    }


def read_cases(file: Path) -> list[dict[str, Any]]:
    """Return the labelled expressions.

    Raises:
        InputInvalidError: the file does not exist.
    """
    if not file.is_file():
        raise InputInvalidError(
            f"the labelled expressions {file} do not exist",
            remedy=f"set {VARIABLE} to the folder that holds them",
        )
    lines = file.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def show(result: dict[str, Any]) -> None:
    """Print one table by source and kind, one of all readers."""
    done = {name: r for name, r in result["readers"].items() if r is not None}
    for name, outcome in result["readers"].items():
        if outcome is None:
            click.echo(f"{name}: not installed (pip install --group compare)")
    report.show_table(
        f"Dates: exact and silently wrong (in brackets), in % of {result['cases']} cases",
        ["read", "source", "kind", "cases", *done],
        [
            [
                form,
                *key.split("|"),
                count,
                *(_cell(done[name], form, key) for name in done),
            ]
            for form in _FORMS
            for key, count in done["clara"]["counts"].items()
        ],
    )
    report.show_table(
        "Time for one, in ms",
        ["read", *done],
        [
            [form, *(f"{1000 * done[name]['seconds'][form]:.1f}" for name in done)]
            for form in _FORMS
        ],
    )


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    own = result["readers"]["clara"]
    figures = []
    for form in _FORMS:
        counts = own["verdicts"][form][_ALL]
        exact = 100 * counts.get(Verdict.EXACT, 0) / result["cases"]
        wrong = 100 * counts.get(Verdict.WRONG, 0) / result["cases"]
        figures += [
            Figure(f"dates, {form}: exact", f"{exact:.1f}%", ">= 90.0%", exact >= 90),
            below(f"dates, {form}: silently wrong", wrong, 5, "{:.1f}%"),
        ]
    return figures


def _score(
    cases: list[dict[str, Any]], read: Callable[[str, datetime], Answer]
) -> dict[str, Any]:
    read(
        "tomorrow at noon", _now(cases[0])
    )  # what it loads at first use does not count
    verdicts: dict[str, dict[str, Counter[str]]] = {}
    seconds: dict[str, float] = {}
    for form, field in _FORMS.items():
        rows: dict[str, Counter[str]] = {_key(case): Counter() for case in cases}
        rows[_ALL] = Counter()
        start = time.perf_counter()
        answers = [_answer(read, case, field) for case in cases]
        seconds[form] = (time.perf_counter() - start) / len(cases)
        for case, answer in zip(cases, answers, strict=True):
            found = "failed" if answer is None else verdict(case, answer)
            rows[_key(case)][found] += 1
            rows[_ALL][found] += 1
        verdicts[form] = {key: Counter(rows[key]) for key in sorted(rows)}
    counts = {
        key if "|" in key else f"{key}|{_ALL}": sum(found.values())
        for key, found in verdicts["expression"].items()
    }
    return {"verdicts": verdicts, "seconds": seconds, "counts": counts}


def _answer(
    read: Callable[[str, datetime], Answer], case: dict[str, Any], field: str
) -> Answer | None:
    try:
        return read(case[field], _now(case))
    except Exception:  # noqa: BLE001 - a library may raise anything; it is counted
        return None


def _now(case: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(case["now"]).replace(tzinfo=_ZONE)


def _key(case: dict[str, Any]) -> str:
    return f"{case['source']}|{case['kind']}"


def _cell(outcome: dict[str, Any], form: str, key: str) -> str:
    counts = outcome["verdicts"][form][_ALL if key.startswith(f"{_ALL}|") else key]
    total = sum(counts.values())
    exact, wrong = counts.get(Verdict.EXACT, 0), counts.get(Verdict.WRONG, 0)
    return f"{100 * exact / total:.1f} ({100 * wrong / total:.1f})"


def _wrong(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "read": form,
            "text": case[field],
            "now": case["now"],
            "expected": case["gold"] or case["timex"],
            "verdict": str(found),
            "answer": str(answer.at or answer.rule or answer.seconds),
        }
        for form, field in _FORMS.items()
        for case in cases
        if (found := verdict(case, answer := clara(case[field], _now(case))))
        is not Verdict.EXACT
    ]


def _show_wrong(result: dict[str, Any]) -> None:
    rows: Iterable[list[Any]] = (
        [each["read"], each["text"], each["expected"], each["answer"], each["verdict"]]
        for each in result["wrong"]
    )
    report.show_table(
        "Not exact", ["read", "text", "expected", "answer", "verdict"], rows
    )
