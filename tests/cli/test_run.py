"""`clara run` as a process: banner, typed turns, locks and a clean end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clara_edge.config.clock import SystemClock
from clara_edge.control.lock import DaemonLock
from clara_edge.storage.open import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

CLARA = Path(sys.executable).with_name("clara")


def command(data: Path, port: int, *arguments: str) -> list[str]:
    options = [f"-opaths.data={data}", f"-opaths.cache={data}/cache"]
    web = [f"-oweb.port={port}", "-oweb.host=127.0.0.1", "-oweb.https=false"]
    return [str(CLARA), *options, *web, "run", *arguments]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(argv: list[str], stdin: int) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        argv, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout is not None
    seen = ""
    while text not in seen:
        line = process.stdout.readline()
        assert line, f"{text!r} was never said: {seen}"
        seen += line
    return seen


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """The two ends of a terminal: ours, and the one a program reads."""
    ours, theirs = os.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def test_typed_lines_are_turns_and_ctrl_d_ends(
    tmp_path: Path, port: int, terminal: tuple[int, int]
) -> None:
    ours, theirs = terminal
    with running(command(tmp_path, port, "--no-voice"), theirs) as process:
        banner = read_until(process, "check  clara status")
        read_until(process, f"http://127.0.0.1:{port}")

        os.write(ours, b"add buy milk to my shopping list\n\n")
        read_until(process, "ilk")
        os.write(ours, b"\x04")
        output, errors = process.communicate(timeout=30)

    assert "clara ask" in banner
    assert f"open   http://127.0.0.1:{port}" in banner
    assert output.endswith("Clara has stopped.\n")
    assert (process.returncode, errors) == (0, "")
    store = open_store(tmp_path / "clara.db", SystemClock())
    assert [task.title.casefold() for task in store.open_tasks()] == ["buy milk"]
    store.close()


def test_sigterm_ends_everything(tmp_path: Path, port: int) -> None:
    argv = command(tmp_path, port, "--no-voice")
    with running(argv, subprocess.DEVNULL) as process:
        read_until(process, "the web pages are at")

        process.terminate()
        output, errors = process.communicate(timeout=5)

    assert output == "Clara has stopped.\n"
    assert (process.returncode, errors) == (0, "")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_second_one_says_who_holds_the_lock(tmp_path: Path, port: int) -> None:
    argv = command(tmp_path, port, "--no-voice")
    with running(argv, subprocess.DEVNULL) as first:
        read_until(first, "the web pages are at")

        second = subprocess.run(argv, capture_output=True, text=True, check=False)

    assert second.returncode == 1
    assert second.stdout == ""
    assert "clara: error: Clara already runs here" in second.stderr
    assert f"pid {first.pid}" in second.stderr


def test_a_voice_daemon_that_runs_already_is_named(tmp_path: Path, port: int) -> None:
    with DaemonLock(tmp_path / "voice.lock"):
        done = subprocess.run(
            command(tmp_path, port), capture_output=True, text=True, check=False
        )

    assert done.returncode == 1
    assert f"pid {os.getpid()}" in done.stderr


def test_kill_9_leaves_no_service_behind(tmp_path: Path, port: int) -> None:
    argv = command(tmp_path, port, "--no-voice")
    with running(argv, subprocess.DEVNULL) as process:
        read_until(process, "the web pages are at")

        process.kill()
        # both outputs end when the last process that holds them does
        process.communicate(timeout=30)

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_nothing_to_run_is_wrong_usage(tmp_path: Path, port: int) -> None:
    done = subprocess.run(
        command(tmp_path, port, "--no-voice", "--no-web"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2


@pytest.mark.parametrize("behind", [False, True])
def test_wrong_configuration_starts_nothing(
    tmp_path: Path, port: int, *, behind: bool
) -> None:
    argv = command(tmp_path, port)
    argv.insert(len(argv) if behind else 1, "-oaudio.inptu=x")

    done = subprocess.run(argv, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "did you mean 'audio.input'?" in done.stderr
    assert list(tmp_path.iterdir()) == []
