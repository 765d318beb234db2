"""Options, errors and exit status that all services share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from clara_edge.config.service import SUPERVISOR_VARIABLE, service_options

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import sys, signal
from clara_edge.config.service import run_service
from clara_edge.domain.errors import DaemonRunningError
def serve(config, folders):
    if config.web.port == 1:
        raise DaemonRunningError("it runs", remedy="stop it")
    print(config.web.port, config.log.level, folders.data, sys.argv[0], flush=True)
    if config.web.port == 2:
        signal.pause()
    return 7
sys.exit(run_service("clara-test", serve))
"""


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, **environment},
    )


def test_hands_configuration_and_folders_to_the_service(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(f'[paths]\ndata = "{tmp_path}"')
    options = service_options(file, ("web.port=3",), debug=True)

    done = run(*options)

    assert done.stdout == f"3 DEBUG {tmp_path} clara-test\n"
    assert done.returncode == 7


def test_tells_an_error_in_one_line_and_fails(tmp_path: Path) -> None:
    done = run("-oweb.port=1")

    assert done.stderr == "clara-test: error: it runs; stop it\n"
    assert done.returncode == 1


def test_shows_the_traceback_when_debugging(tmp_path: Path) -> None:
    done = run("-oweb.port=1", "--debug")

    assert "Traceback" in done.stderr
    assert done.returncode == 1


def test_wrong_usage_is_status_2() -> None:
    assert run("--nonsense").returncode == 2


def test_wrong_configuration_is_status_1() -> None:
    done = run("-oweb.prt=1")

    assert "did you mean 'web.port'?" in done.stderr
    assert done.returncode == 1


def test_ends_with_its_supervisor_even_if_that_is_killed() -> None:
    supervisor = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "import os, subprocess, sys\n"
                f"os.environ[{SUPERVISOR_VARIABLE!r}] = str(os.getpid())\n"
                "child = subprocess.Popen([sys.executable, '-c', sys.argv[1], '-oweb.port=2'])\n"
                "print(child.pid, flush=True)\n"
                "child.wait()\n"
            ),
            PROGRAM,
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert supervisor.stdout is not None
    with supervisor.stdout as output:
        child = os.pidfd_open(int(output.readline()))
        output.readline()

        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()

        # the pipe ends when the last process that holds it does
        assert output.read() == ""
    os.close(child)


def test_does_not_start_when_its_supervisor_is_gone_already() -> None:
    done = run("-oweb.port=3", **{SUPERVISOR_VARIABLE: "999999999"})

    assert done.stdout == ""
    assert done.returncode == 128 + signal.SIGTERM


AGAIN = """
import os, pathlib, sys
from clara_edge.config.service import RESTART, run_service
def serve(config, folders):
    marker = pathlib.Path(sys.orig_argv[-1].partition("=")[2])
    print(os.getpid(), config.locale.zone, os.environ.get("TZ"), flush=True)
    if marker.is_dir():
        return 0
    marker.mkdir()
    return RESTART
sys.exit(run_service("clara-test", serve))
"""


def test_a_service_that_asks_for_it_is_started_again_as_the_same_process(
    tmp_path: Path,
) -> None:
    options = ["-olocale.zone=Asia/Tokyo", f"-opaths.cache={tmp_path / 'cache'}"]

    done = subprocess.run(
        [sys.executable, "-c", AGAIN, *options],
        capture_output=True,
        text=True,
        check=False,
    )

    first, second = done.stdout.splitlines()
    assert first == second
    assert first.endswith("Asia/Tokyo Asia/Tokyo")
    assert (done.returncode, done.stderr) == (0, "")
