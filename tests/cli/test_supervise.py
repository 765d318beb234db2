"""The supervisor of `clara run`, with real child processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPERVISE = """
import json, sys
from clara_edge.cli import supervise
supervise.STOP_TIMEOUT_S = 0.3
commands = {name: [sys.executable, "-c", code] for name, code in json.loads(sys.argv[1]).items()}
supervisor = supervise.Supervisor(commands, lambda text: print(text, flush=True), backoff_s=0.01)
sys.exit(supervisor.run())
"""

# one write each, so that lines of different children never mix
WAIT = "import os, signal; os.write(1, b'up %d\\n' % os.getpid()); signal.pause()"
FAIL = "import sys; sys.exit(3)"
STUBBORN = (
    "import os, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "os.write(1, b'up %d\\n' % os.getpid())\n"
    "while True: signal.pause()"
)


@contextmanager
def supervised(**children: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, json.dumps(children)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def lines(process: subprocess.Popen[str], count: int) -> list[str]:
    assert process.stdout is not None
    return [process.stdout.readline().rstrip() for _ in range(count)]


def pids(texts: list[str]) -> list[int]:
    return [int(text.removeprefix("up ")) for text in texts]


def ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_sigterm_stops_every_child() -> None:
    with supervised(one=WAIT, two=WAIT) as process:
        children = pids(lines(process, 2))

        process.terminate()

        assert process.wait(5) == 0
    assert all(ended(pid) for pid in children)


def test_ctrl_c_stops_every_child() -> None:
    with supervised(one=WAIT) as process:
        (child,) = pids(lines(process, 1))

        process.send_signal(signal.SIGINT)

        assert process.wait(5) == 0
    assert ended(child)


def test_a_child_that_ignores_sigterm_is_killed() -> None:
    with supervised(one=STUBBORN) as process:
        (child,) = pids(lines(process, 1))

        process.terminate()

        assert lines(process, 1) == ["one does not end and is killed"]
        assert process.wait(5) == 0
    assert ended(child)


def test_a_child_that_dies_is_started_again_and_the_other_stays() -> None:
    with supervised(one=WAIT, two=WAIT) as process:
        first, second = pids(lines(process, 2))

        os.kill(first, signal.SIGKILL)

        said, again = lines(process, 2)
        assert said.endswith("was ended by SIGKILL; starting it again in 0.01 s")
        assert pids([again])[0] not in {first, second}
        assert not ended(second)
        process.terminate()
        assert process.wait(5) == 0


def test_a_child_that_keeps_failing_is_given_up_and_the_other_stays() -> None:
    with supervised(bad=FAIL, good=WAIT) as process:
        said = lines(process, 6)

        failures = [text for text in said if text.startswith("bad")]
        assert failures[:4] == [
            f"bad ended with status 3; starting it again in {delay} s"
            for delay in ("0.01", "0.02", "0.04", "0.08")
        ]
        assert failures[4].startswith(
            "bad ended with status 3 5 times in a row and stays"
        )
        (good,) = pids([text for text in said if text.startswith("up")])
        assert not ended(good)
        process.terminate()
        assert process.wait(5) == 0


def test_fails_when_no_child_is_left() -> None:
    with supervised(bad=FAIL) as process:
        assert process.wait(30) == 1


def test_children_get_no_standard_input() -> None:
    code = "import sys; print(repr(sys.stdin.read()), flush=True); import signal; signal.pause()"

    with supervised(one=code) as process:
        assert lines(process, 1) == ["''"]
        process.terminate()
        process.wait(5)
