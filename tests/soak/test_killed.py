"""The plug is pulled again and again; what Clara confirmed must still be there."""

from __future__ import annotations

import random
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.errors import DaemonError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.household import Household

pytestmark = [pytest.mark.soak, pytest.mark.soundcard, pytest.mark.models]

KILLS = 20
SEED = 20_261_201


def type_until_killed(house: Household, round_: int) -> set[str]:
    """Add tasks as fast as they are confirmed; return the ids of those that were."""
    confirmed: set[str] = set()
    try:
        for number in range(100_000):
            reply = house.call("ask", text=f"add parcel {round_} {number}")
            confirmed |= {change["id"] for change in reply["changes"]}
    except DaemonError:
        pass
    return confirmed


def stored_ids(house: Household) -> set[str]:
    with closing(sqlite3.connect(house.folders.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {row[0] for row in database.execute("SELECT id FROM tasks")}


@pytest.mark.timeout(900)
def test_twenty_kills_in_the_middle_of_turns_lose_nothing_confirmed(
    move_in: Callable[[], Household], capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a repeatable order, not a secret
    confirmed: set[str] = set()
    spoken = 0

    for round_ in range(KILLS):
        house = move_in().start()
        assert house.process is not None
        house.say("hey jarvis", "don't forget to water the plants", pause_s=0.6)
        house.wait_for("state", lambda d: d["reason"] == "wake")
        # the words end about 2.5 s after the wake word, the answer 1.5 s later
        killer = threading.Timer(chance.uniform(0.5, 5.0), house.process.kill)
        killer.start()
        confirmed |= type_until_killed(house, round_)
        killer.join()
        house.kill()
        told = {
            change["id"]
            for event in house.events("understood")
            for change in event.data["changes"]
        }
        spoken += len(told)
        confirmed |= told

        assert confirmed <= stored_ids(house), house.story()

    with capsys.disabled():
        print(f"\n{len(confirmed)} tasks confirmed, {spoken} aloud")  # noqa: T201 - a figure for the reader
    assert spoken > 0
    assert len(confirmed) > 10 * KILLS
