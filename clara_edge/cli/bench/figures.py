"""The few figures of a stage that tell how this machine does, some with a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from clara_edge.cli.bench import report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `met` is None without a target."""

    name: str
    value: str
    target: str | None = None
    met: bool | None = None


def below(name: str, value: float | None, limit: float, form: str) -> Figure:
    """Return a figure that shall stay under a limit.

    Args:
        name: what was measured.
        value: None when it could not be measured, which misses the target.
        limit: the target.
        form: how either is written, for example "{:.0f} ms".
    """
    target = f"< {form.format(limit)}"
    if value is None:
        return Figure(name, "not measured", target, met=False)
    return Figure(name, form.format(value), target, met=value < limit)


def show_figures(title: str, stages: Iterable[tuple[str, Sequence[Figure]]]) -> None:
    """Print the figures of some stages in one table."""
    report.show_table(
        title,
        ["stage", "figure", "measured", "target", ""],
        [
            (stage, f.name, f.value, f.target or "", _verdict(f.met))
            for stage, figures in stages
            for f in figures
        ],
    )


def _verdict(met: bool | None) -> Text:
    if met is None:
        return Text("")
    return Text("met", "green") if met else Text("missed", "red")
