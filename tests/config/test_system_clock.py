from __future__ import annotations

import os
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from clara_edge.config import clock
from clara_edge.config.clock import SystemClock, local_zone, use_zone


def test_now_is_aware_and_follows_the_tz_variable(monkeypatch):
    monkeypatch.setenv("TZ", ":Asia/Kolkata")

    now = SystemClock().now()

    assert now.tzinfo == ZoneInfo("Asia/Kolkata")
    assert now.utcoffset() == timedelta(hours=5, minutes=30)


def test_zone_is_read_from_the_link_into_the_zone_database(monkeypatch, tmp_path):
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(clock, "LOCALTIME", link)

    assert local_zone() == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("prefix", ["", ":"])
def test_zone_has_its_name_when_the_tz_variable_names_its_file(
    monkeypatch, tmp_path, prefix
):
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    monkeypatch.setenv("TZ", f"{prefix}{link}")

    assert local_zone() == ZoneInfo("Europe/Berlin")


def test_zone_is_read_from_its_note_where_its_file_is_a_copy(monkeypatch, tmp_path):
    copied, note = tmp_path / "localtime", tmp_path / "timezone"
    copied.write_bytes(b"TZif2")
    note.write_text("Europe/Berlin\n")
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(clock, "LOCALTIME", copied)
    monkeypatch.setattr(clock, "TIMEZONE", note)

    assert local_zone() == ZoneInfo("Europe/Berlin")


def test_now_is_aware_without_a_known_zone(monkeypatch, tmp_path):
    monkeypatch.setenv("TZ", "Nowhere/Land")
    monkeypatch.setattr(clock, "LOCALTIME", tmp_path / "none")

    assert local_zone() is None
    assert SystemClock().now().utcoffset() is not None


def test_monotonic_time_does_not_step_back():
    system = SystemClock(ZoneInfo("UTC"))

    assert system.monotonic_s() <= system.monotonic_s()


@pytest.mark.parametrize("machines", [None, "Asia/Kolkata"])
def test_a_zone_is_used_and_given_up(monkeypatch, machines):
    # so that it is put back afterwards
    monkeypatch.setenv("TZ", machines or "")
    if machines is None:
        monkeypatch.delenv("TZ")
    system = SystemClock()
    before = system.now().tzinfo

    use_zone("Europe/Berlin")
    use_zone("Pacific/Auckland")
    there = system.now().tzinfo
    use_zone(None)

    assert there == ZoneInfo("Pacific/Auckland")
    assert system.now().tzinfo == before
    assert os.environ.get("TZ") == machines


def test_giving_up_a_zone_leaves_one_that_was_set_since(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    use_zone("Europe/Berlin")
    monkeypatch.setenv("TZ", "UTC")

    use_zone(None)

    assert os.environ["TZ"] == "UTC"
