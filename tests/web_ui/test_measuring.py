"""Measurements over time: bounded, kept over a restart, robust against clocks and damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clara_edge.health.measurements import (
    HOUR,
    WEEK,
    Counted,
    Measurements,
    Sample,
)

if TYPE_CHECKING:
    from pathlib import Path

NOON = 1_764_000_000.0  # a multiple of ten minutes


def test_an_hour_and_a_week_are_kept_and_no_more(tmp_path: Path) -> None:
    kept = Measurements(tmp_path / "m.json")

    for slot in range(WEEK + 10):
        for step in (1, 2):
            kept.add(Sample(NOON + slot * 600 + step * 10, cpu_percent=float(step)))

    assert len(kept.hour) <= HOUR
    assert kept.hour[0].at >= kept.hour[-1].at - 3600
    assert len(kept.week) == WEEK
    assert {slot.cpu_percent for slot in kept.week} == {1.5}
    assert kept.totals.samples == 2 * (WEEK + 10)


def test_a_slot_holds_the_means_of_what_was_measured(tmp_path: Path) -> None:
    kept = Measurements(tmp_path / "m.json")

    closed = [
        kept.add(Sample(NOON + at, cpu_percent=value, running=running))
        for at, value, running in (
            (10, 10.0, 1.0),
            (20, None, 0.0),
            (30, 20.0, 1.0),
            (610, 99.0, 1.0),
        )
    ]

    assert closed == [False, False, False, True]
    (slot,) = kept.week
    assert (slot.cpu_percent, slot.temperature_c) == (15.0, None)
    assert slot.running == pytest.approx(2 / 3, abs=0.001)


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    kept = Measurements(tmp_path / "m.json")
    for step in range(100):
        kept.add(Sample(NOON + step * 10, cpu_percent=1.0, running=1.0))
    kept.count("first", Counted(5, 1, 2, 0))
    kept.save()

    again = Measurements(tmp_path / "m.json")
    again.count("first", Counted(7, 1, 2, 1))
    again.count("second", Counted(3, 0, 0, 0))

    assert again.hour == kept.hour
    assert again.week == kept.week
    totals = again.totals
    assert (totals.turns, totals.failed, totals.talks, totals.vanished) == (10, 1, 2, 1)
    assert totals.since == NOON


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"[]",
        b'{"version": 1, "hour": [["x"]], "week": [], "totals": {}}',
        b'{"version": 1, "hour": [[null]], "week": [], "totals": {}}',
        b'{"version": 1, "hour": [[NaN]], "week": [], "totals": {}}',
        b'{"version": 1, "hour": [], "week": [], "totals": {"since": "x"}}',
        b'{"version": 1, "hour": [], "week": [], "totals": {"turns": null}}',
        b'{"version": 1, "hour": [], "week": [], "totals": {"seen": [1]}}',
        b'{"version": 1, "hour": [], "week": [], "totals": {"seen": {"turns": "x"}}}',
        b'{"version": 1, "hour": [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]], "week": [], "totals": {}}',
        b'{"version": 2}',
        b"\xff" * 100,
    ],
)
def test_a_damaged_file_begins_anew(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(content)

    kept = Measurements(tmp_path / "m.json")
    kept.add(Sample(NOON))

    assert len(kept.hour) == 1


def test_a_clock_set_back_leaves_no_sample_of_the_future(tmp_path: Path) -> None:
    kept = Measurements(tmp_path / "m.json")

    for at in (0, 10, 5000, 5010, 20):
        kept.add(Sample(NOON + at))

    assert [sample.at - NOON for sample in kept.hour][-1] == 20
    assert all(sample.at <= NOON + 20 for sample in (*kept.hour, *kept.week))


def test_a_folder_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    kept = Measurements(tmp_path / "none" / "m.json")
    kept.add(Sample(NOON))

    kept.save()

    assert len(kept.hour) == 1
