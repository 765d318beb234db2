"""Log lines, for people and for the journal."""

from __future__ import annotations

import io
import logging
import os
import re
from typing import TYPE_CHECKING

import pytest

from clara_edge.config.logs import setup_logging

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def test_writes_one_plain_line_per_record() -> None:
    stream = io.StringIO()

    setup_logging("INFO", stream)
    logging.getLogger("clara.part").info("turn %d", 5)
    logging.getLogger("clara.part").debug("not shown")

    assert re.fullmatch(
        r"\d\d:\d\d:\d\d INFO    clara\.part: turn 5\n", stream.getvalue()
    )


def test_gives_the_journal_a_priority_on_every_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "journal").open("w+") as stream:
        about = os.fstat(stream.fileno())
        monkeypatch.setenv("JOURNAL_STREAM", f"{about.st_dev}:{about.st_ino}")

        setup_logging("INFO", stream)
        logging.getLogger("part").error("first\nsecond")
        stream.seek(0)

        assert stream.read() == "<3>part: first\n<3>second\n"


def test_a_second_set_up_replaces_the_first() -> None:
    first, second = io.StringIO(), io.StringIO()

    setup_logging("INFO", first)
    setup_logging("DEBUG", second)
    logging.getLogger("part").debug("once")

    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1
