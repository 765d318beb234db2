"""The hours of vague words are settings, and hold wherever words are read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from clara_edge.config.vague_words import VagueWords, use_hours
from clara_edge.domain.due import Due
from clara_edge.domain.pauses import end_of
from clara_edge.domain.schedule import reminders_of
from clara_edge.domain.when import WhenSettings, iso, resolve, usual

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))
MAIN = "from clara_edge.cli.main import main; main()"
AT = ("--now", "2026-11-24T13:07", "--tz", "Europe/Berlin")


@pytest.fixture(autouse=True)
def _the_usual_again() -> Iterator[None]:
    yield
    use_hours(VagueWords())


def test_the_defaults_are_those_of_the_domain() -> None:
    use_hours(VagueWords())

    assert usual() == WhenSettings()


def test_each_setting_changes_what_is_read() -> None:
    words = VagueWords(
        evening="19:30-00:00, 20:15",
        awake_from=9,
        awake_until=23,
        end_of_day="18:00",
        day_first=True,
    )

    use_hours(words)

    read = {
        text: iso(found.at)
        for text in ("this evening", "at 8", "by end of day", "7/6/2027")
        if (found := resolve(text, NOW))
    }
    assert read == {
        "this evening": "2026-11-24T20:15",
        "at 8": "2026-11-24T20:00",
        "by end of day": "2026-11-24T18:00",
        "7/6/2027": "2027-06-07",
    }


def test_settings_that_are_passed_win() -> None:
    use_hours(VagueWords(day_first=True))

    found = resolve("7/6/2027", NOW, WhenSettings())

    assert found is not None
    assert found.at == date(2027, 7, 6)


def test_a_whole_day_is_reminded_of_in_its_morning() -> None:
    use_hours(VagueWords(morning="06:00-11:00, 07:45"))

    [reminder] = reminders_of(Due(date(2026, 11, 26)), NOW, whole_days=True)

    assert reminder.at is not None
    assert reminder.at.time == time(7, 45)


def test_a_pause_until_tomorrow_ends_when_people_wake() -> None:
    use_hours(VagueWords(awake_from=6))

    over = end_of(date(2026, 11, 25), None, NOW, is_until=True)

    assert over == datetime(2026, 11, 25, 6, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"morning": "6-12"}, "must be hours such as"),
        ({"morning": "06:00-12:00"}, "must be hours such as"),
        ({"morning": "06:00-25:00, 09:00"}, "must be a time such as"),
        ({"morning": "06:00-12:00, 12:00"}, "within its hours"),
        ({"morning": "06:00-12:00, 05:59"}, "within its hours"),
        ({"night": "22:00-02:00, 23:00"}, "within its hours"),
        ({"morning": "٠٦:00-12:00, 09:00"}, "must be"),
        ({"awake_from": 22}, "awake_from must be an hour before awake_until"),
        ({"awake_until": 25}, "less than or equal to 24"),
        ({"end_of_day": "evening"}, "must be a time such as"),
    ],
)
def test_wrong_hours_are_refused(wrong: dict[str, str | int], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        VagueWords.model_validate(wrong)


@pytest.mark.parametrize("end", ["14:01", "00:00"])
def test_hours_may_end_at_midnight(end: str) -> None:
    assert VagueWords(afternoon=f"12:00-{end}, 14:00").afternoon.endswith("14:00")


def clara(tmp_path: Path, typed: str, *arguments: str) -> dict[str, object]:
    (tmp_path / "clara.toml").write_text(
        '[when]\nmorning = "05:00-11:00, 06:30"\nday_first = true\n'
    )
    env = {
        **os.environ,
        "CLARA_PATHS__DATA": str(tmp_path / "data"),
        "CLARA_PATHS__CACHE": str(tmp_path / "cache"),
    }
    command = ["--config", str(tmp_path / "clara.toml"), *arguments]
    done = subprocess.run(
        [sys.executable, "-P", "-c", MAIN, *command],
        input=typed,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_clara_when_reads_with_them(tmp_path: Path) -> None:
    assert clara(tmp_path, "3/12/2026", "when", *AT)["at"] == "2026-12-03"


def test_clara_parse_reads_with_them(tmp_path: Path) -> None:
    said = "remind me to feed the cat tomorrow morning\n"

    moment = clara(tmp_path, said, "parse", *AT)["when"]

    assert isinstance(moment, dict)
    assert moment["at"] == "2026-11-25T06:30"


def test_the_dialogue_acts_by_them(tmp_path: Path) -> None:
    said = "remind me to feed the cat tomorrow morning"

    clara(tmp_path, "", "ask", "--json", said)

    shown = clara(tmp_path, "", "task", "list", "--json")
    assert "06:30" in json.dumps(shown)
