"""The command line in folders of its own, on the first of December 2026, ten o'clock in Berlin."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sqlite3
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.cli import main
from tests.clocks import ManualClock

TABLES = (
    *("tasks", "projects", "task_tags", "task_tag_relations", "reminders"),
    *("templates", "steps", "changes"),
)
# a Tuesday
NOW = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(autouse=True)
def logs_of_others():
    """Keep what main() does to this process's logs from other tests."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    logging.captureWarnings(capture=False)


@pytest.fixture
def clock(monkeypatch):
    """The clock of every command; stands still until told otherwise."""
    made = ManualClock(NOW)
    monkeypatch.setattr("clara_edge.config.clock.SystemClock", lambda: made)
    return made


class Terminal:
    """Runs commands as the shell would; what they print is plain."""

    def __init__(self, database, monkeypatch, capsys):
        self._database = database
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments, stdin=b""):
        """Return the exit status, standard output and standard error."""
        raw = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        self._monkeypatch.setattr("sys.stdin", raw)
        self._monkeypatch.setattr("sys.argv", ["clara", *arguments])
        with pytest.raises(SystemExit) as caught:
            main.main()
        printed = self._capsys.readouterr()
        return caught.value.code, printed.out, printed.err

    def ok(self, *arguments, stdin=b""):
        """Return what a command prints that must succeed silently."""
        code, out, err = self(*arguments, stdin=stdin)
        assert (code, err) == (0, "")
        return out

    def task(self, *arguments, stdin=b""):
        """Return what `clara task …` prints."""
        return self.ok("task", *arguments, stdin=stdin)

    def json(self, *arguments, stdin=b""):
        """Return the document that a command prints with --json."""
        return json.loads(self.ok(*arguments, "--json", stdin=stdin))

    def fails(self, *arguments, stdin=b""):
        """Return the error of a command that must fail, and change nothing."""
        before = self.everything()
        code, out, err = self(*arguments, stdin=stdin)
        assert (code, out) == (1, "")
        assert err.startswith("clara: error: ")
        assert self.everything() == before
        return err

    def everything(self):
        """Return every row that a change would leave a trace in."""
        if not self._database.exists():
            return [[] for _ in TABLES]
        with contextlib.closing(sqlite3.connect(self._database)) as connection:
            return [
                connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - constants
                for table in TABLES
            ]


@pytest.fixture
def clara(tmp_path, monkeypatch, capsys, clock):
    """Run the command line in this process."""
    for kind in ("DATA", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    monkeypatch.delenv("COLUMNS", raising=False)
    database = tmp_path / "data" / "clara-edge" / "clara.db"
    return Terminal(database, monkeypatch, capsys)
