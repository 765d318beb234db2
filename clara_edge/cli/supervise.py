"""Keep child processes running until told to stop."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clara_edge.config.service import HOPELESS, SUPERVISOR_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

STOP_TIMEOUT_S = 4.0
"""Children that have not ended by then are killed; the promise is five seconds in all."""
HEALTHY_AFTER_S = 60.0
"""A child that ran this long failed once, not again."""
MAX_FAILURES = 5
_ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass
class Child:
    """One service and what became of it."""

    name: str
    argv: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    pidfd: int = -1
    started_s: float = 0.0
    failures: int = 0
    due_s: float | None = field(default=0.0)
    """When it is to be started; None while it runs or when it was given up."""


class Supervisor:
    """Starts children, restarts those that die, stops all within five seconds.

    Belongs to the main thread. A child gets no standard input, a process group of its
    own, so that Ctrl-C reaches only us, and SIGTERM from the kernel when we are killed.
    """

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        say: Callable[[str], None],
        *,
        backoff_s: float = 1.0,
    ) -> None:
        self._children = [Child(name, argv) for name, argv in commands.items()]
        self._say = say
        self._backoff_s = backoff_s
        self._selector = selectors.DefaultSelector()
        self._stopping = False

    def watch(self, descriptor: int, readable: Callable[[], bool]) -> None:
        """Call back when a descriptor is readable, until it returns False, which stops all."""

        def callback() -> None:
            if not readable():
                self.stop()

        self._selector.register(descriptor, selectors.EVENT_READ, callback)

    def stop(self) -> None:
        """Make run() stop the children and return."""
        self._stopping = True

    def run(self) -> int:
        """Block until told to stop (0) or until every child was given up (1)."""
        with ExitStack() as stack:
            stack.callback(self._selector.close)
            wakeup = stack.enter_context(_signals())
            self._selector.register(wakeup, selectors.EVENT_READ, self.stop)
            stack.callback(self._stop_children)
            while not self._stopping:
                self._start_due()
                if self._all_given_up():
                    return 1
                for key, _ in self._selector.select(self._wait_s()):
                    key.data()
        return 0

    def _start_due(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.due_s is None or child.due_s > now:
                continue
            child.process = subprocess.Popen(  # noqa: S603 - our own commands
                child.argv,
                stdin=subprocess.DEVNULL,
                env={**os.environ, SUPERVISOR_VARIABLE: str(os.getpid())},
                process_group=0,
            )
            child.due_s, child.started_s = None, now
            child.pidfd = os.pidfd_open(child.process.pid)
            self._selector.register(
                child.pidfd, selectors.EVENT_READ, lambda c=child: self._ended(c)
            )

    def _ended(self, child: Child) -> None:
        process = child.process
        assert process is not None  # noqa: S101 - it was running until now
        self._selector.unregister(child.pidfd)
        os.close(child.pidfd)
        ended = process.wait()
        status = _describe(ended)
        child.process = None
        if ended == HOPELESS:
            self._say(f"{child.name} stays down for the reason above")
            return
        now = time.monotonic()
        healthy = now - child.started_s >= HEALTHY_AFTER_S
        child.failures = 1 if healthy else child.failures + 1
        if child.failures >= MAX_FAILURES:
            self._say(
                f"{child.name} {status} {MAX_FAILURES} times in a row and stays down; "
                "its last lines say why; start clara run again when it is mended"
            )
            return
        delay_s = self._backoff_s * 2 ** (child.failures - 1)
        child.due_s = now + delay_s
        self._say(f"{child.name} {status}; starting it again in {delay_s:g} s")

    def _all_given_up(self) -> bool:
        return all(c.process is None and c.due_s is None for c in self._children)

    def _wait_s(self) -> float | None:
        dues = [child.due_s for child in self._children if child.due_s is not None]
        return max(0.0, min(dues) - time.monotonic()) if dues else None

    def _stop_children(self) -> None:
        running = [c for c in self._children if c.process is not None]
        for child in running:
            signal.pidfd_send_signal(child.pidfd, signal.SIGTERM)
        deadline_s = time.monotonic() + STOP_TIMEOUT_S
        for child in running:
            assert child.process is not None  # noqa: S101 - selected for it
            try:
                child.process.wait(max(0.0, deadline_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{child.name} does not end and is killed")
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
            os.close(child.pidfd)
            child.process = None


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """Yield a socket that becomes readable when a signal asks us to end."""
    reader, writer = socket.socketpair()
    with reader, writer:
        writer.setblocking(False)
        before = {number: signal.getsignal(number) for number in _ENDINGS}
        wakeup = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        for number, handler in before.items():
            if handler is signal.SIG_IGN:
                continue  # nohup
            signal.signal(number, lambda *_: None)
        try:
            yield reader
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(wakeup)


def _describe(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    return f"was ended by {signal.Signals(-status).name}"
