"""Two machines with a cable between them: network namespaces of this one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
ADDRESSES = ("10.77.0.1", "10.77.0.2")


def why_not() -> str | None:
    """Return why there can be no such machines here."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    missing = [tool for tool in ("ip", "nsenter", "unshare") if not shutil.which(tool)]
    if missing:
        return f"needs {', '.join(missing)}"
    done = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False)
    return None if done.returncode == 0 else "network namespaces are not allowed here"


@dataclass(frozen=True)
class Machine:
    """One of the two."""

    pid: int
    address: str

    def inside(self, *command: str) -> list[str]:
        return ["nsenter", "-t", str(self.pid), "-n", *command]

    def ip(self, *arguments: str) -> None:
        subprocess.run(self.inside("ip", *arguments), check=True)

    def ask(self, name: str, kind: str, seconds: float = 2.0) -> list[str]:
        """Ask by mDNS in a process of its own; return the answers, each as text."""
        script = [sys.executable, str(HERE / "mdns_client.py"), "ask", self.address]
        done = subprocess.run(
            self.inside(*script, name, kind, str(seconds)),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    @contextmanager
    def program(self, script: str, *arguments: str) -> Iterator[Program]:
        with subprocess.Popen(
            self.inside(sys.executable, str(HERE / script), *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield Program(process)
            finally:
                process.kill()


@dataclass(frozen=True)
class Program:
    """A program on a machine, which answers each line by a line."""

    process: subprocess.Popen[str]

    def tell(self, line: str) -> Any:
        self.send(line)
        return self.answer()

    def send(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout is not None
        answer = self.process.stdout.readline()
        assert answer, "the program ended"
        return json.loads(answer)


@contextmanager
def two_machines() -> Iterator[tuple[Machine, Machine]]:
    with ExitStack() as stack:
        machines = []
        for address in ADDRESSES:
            holder = stack.enter_context(
                subprocess.Popen(
                    ["unshare", "-n", "sh", "-c", "echo up; exec sleep 600"],
                    stdout=subprocess.PIPE,
                )
            )
            stack.callback(holder.kill)
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"up\n"
            machines.append(Machine(holder.pid, address))
        first, second = machines
        cable = ["link", "add", "lan0", "type", "veth", "peer", "name", "lan0"]
        first.ip(*cable, "netns", str(second.pid))
        for machine in machines:
            machine.ip("addr", "add", f"{machine.address}/24", "dev", "lan0")
            machine.ip("link", "set", "lo", "up")
            machine.ip("link", "set", "lan0", "up")
            machine.ip("route", "add", "default", "dev", "lan0")
        yield first, second
