"""One daemon per folder, with real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from clara_edge.control.lock import DaemonLock, read_holder, refuse_if_held
from clara_edge.domain.errors import DaemonRunningError, StorageUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD = """
import sys, pathlib
from clara_edge.control.lock import DaemonLock
from clara_edge.domain.errors import DaemonRunningError
sys.argv[0] = "clara-voice"
try:
    with DaemonLock(pathlib.Path(sys.argv[1])):
        print("held", flush=True)
        sys.stdin.read()
except DaemonRunningError as error:
    print(error, flush=True)
    sys.exit(1)
"""


@contextmanager
def holder(path: Path, before: str = "") -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", before + HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "voice.lock"


def test_the_second_daemon_says_who_holds_the_lock(path: Path) -> None:
    with holder(path) as first:
        second = subprocess.run(
            [sys.executable, "-c", HOLD, str(path)],
            capture_output=True,
            text=True,
            check=False,
        )

        about = read_holder(path)
        assert about is not None
        assert second.returncode == 1
        assert second.stdout == (
            f"Clara already runs here: {path} is held by clara-voice {path}, "
            f"pid {first.pid}, since {about.since.replace('T', ' ')}; "
            "use that one, or stop it first\n"
        )


def test_kill_9_releases_the_lock(path: Path) -> None:
    with holder(path) as first:
        first.send_signal(signal.SIGKILL)
        first.wait()

        with DaemonLock(path):
            about = read_holder(path)

    assert about is not None
    assert about.pid == os.getpid()


def test_a_child_of_the_holder_does_not_keep_the_lock(path: Path) -> None:
    lock = DaemonLock(path)
    lock.acquire()
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, close_fds=False) as child:
        lock.release()

        with DaemonLock(path):
            assert child.poll() is None
        child.kill()


def test_release_may_be_called_twice_and_the_lock_taken_again(path: Path) -> None:
    lock = DaemonLock(path)

    with lock:
        pass
    lock.release()
    with lock, pytest.raises(DaemonRunningError):
        DaemonLock(path).acquire()

    assert read_holder(path) is None


def test_a_lock_file_with_nonsense_in_it_can_be_taken(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\xff" * 5000)

    with DaemonLock(path):
        about = read_holder(path)

    assert about is not None
    assert about.pid == os.getpid()


def test_a_full_disk_costs_the_name_but_not_the_lock(path: Path) -> None:
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"

    with holder(path, full), pytest.raises(DaemonRunningError, match="not said its"):
        DaemonLock(path).acquire()


def test_a_holder_without_a_name_is_reported_too(path: Path) -> None:
    with DaemonLock(path):
        path.write_text("")

        with pytest.raises(DaemonRunningError, match="has not said its name yet"):
            refuse_if_held(path)


def test_probing_neither_takes_nor_makes_the_lock(path: Path) -> None:
    refuse_if_held(path)
    assert not path.exists()

    with holder(path), pytest.raises(DaemonRunningError, match="clara-voice"):
        refuse_if_held(path)

    refuse_if_held(path)
    with DaemonLock(path):
        pass


def test_says_which_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")

    with pytest.raises(StorageUnavailableError, match=r"voice\.lock cannot be used"):
        DaemonLock(tmp_path / "data" / "voice.lock").acquire()
