from __future__ import annotations

import pytest

from tests.storage.crashes import kill_writers

SEED = 20_261_124


def test_thirty_kills_at_random_moments_lose_nothing_acknowledged(tmp_path, capsys):
    crashes = kill_writers(tmp_path, 30, SEED)

    report(crashes, capsys)
    assert crashes.kills == 30
    assert crashes.acknowledged > 150


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_three_hundred_kills_at_random_moments_lose_nothing_acknowledged(
    tmp_path, capsys
):
    crashes = kill_writers(tmp_path, 300, SEED + 1)

    report(crashes, capsys)
    assert crashes.kills == 300
    assert crashes.acknowledged > 1500
    assert crashes.in_flight > 0


def report(crashes, capsys):
    with capsys.disabled():
        print(  # noqa: T201 - figures for the reader
            f"\n{crashes.kills} kills, {crashes.acknowledged} changes acknowledged and"
            f" found, {crashes.in_flight} found whole that were not acknowledged yet"
        )
