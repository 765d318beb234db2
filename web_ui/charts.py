"""Small charts, drawn on the server as plain SVG: attributes and classes, no inline style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clara_edge.health.measurements import Sample

WIDTH, HEIGHT = 300.0, 60.0
ROWS = 6
"""Rows of the table that says the same."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure over time."""

    name: str
    title: str
    unit: str
    now: float | None
    least: float | None
    most: float | None
    top: float
    """The value of the upper edge."""
    lines: tuple[str, ...]
    """The points of each unbroken piece, for <polyline>."""
    areas: tuple[str, ...]
    rows: tuple[tuple[float, float], ...]
    """Some moments (seconds since 1970) with their values, the last one first."""


def chart(
    name: str,
    samples: Sequence[Sample],
    labels: tuple[str, str],
    span_s: float,
    *,
    ceiling: float | None = None,
) -> Chart:
    """Draw one measure.

    Args:
        name: the field of a sample.
        samples: the oldest first.
        labels: title and unit.
        span_s: what the width stands for, up to the last sample.
        ceiling: the value of the upper edge; by default a little above the highest.
    """
    known = [(s.at, float(v)) for s in samples if (v := getattr(s, name)) is not None]
    values = [value for _, value in known]
    top = ceiling or (max(values) * 1.15 if values and max(values) > 0 else 1.0)
    end = samples[-1].at if samples else 0.0
    pieces = _pieces(samples, name, span_s)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        at, value = point
        x = WIDTH * (1 - (end - at) / span_s)
        return max(0.0, x), HEIGHT * (1 - min(1.0, max(0.0, value / top)))

    return Chart(
        name=name,
        title=labels[0],
        unit=labels[1],
        now=values[-1] if values and known[-1][0] == end else None,
        least=min(values, default=None),
        most=max(values, default=None),
        top=top,
        lines=tuple(_points(piece, place) for piece in pieces),
        areas=tuple(_area(piece, place) for piece in pieces if len(piece) > 1),
        rows=_table(known),
    )


def _pieces(
    samples: Sequence[Sample], name: str, span_s: float
) -> list[list[tuple[float, float]]]:
    """Return the runs without a gap: what was not measured is not drawn."""
    pieces: list[list[tuple[float, float]]] = []
    gap = span_s / 60
    for sample in samples:
        value = getattr(sample, name)
        if value is None:
            pieces.append([])
            continue
        if not pieces or (pieces[-1] and sample.at - pieces[-1][-1][0] > gap):
            pieces.append([])
        pieces[-1].append((sample.at, float(value)))
    return [piece for piece in pieces if piece]


def _points(
    piece: Sequence[tuple[float, float]],
    place: Callable[[tuple[float, float]], tuple[float, float]],
) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, piece))


def _area(
    piece: Sequence[tuple[float, float]],
    place: Callable[[tuple[float, float]], tuple[float, float]],
) -> str:
    (first, _), (last, _) = place(piece[0]), place(piece[-1])
    return f"{first:.1f},{HEIGHT:.0f} {_points(piece, place)} {last:.1f},{HEIGHT:.0f}"


def _table(known: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    if not known:
        return ()
    step = max(1, len(known) // ROWS)
    return tuple(known[::-1][::step][:ROWS])
