"""The web service as a real process, with a household's tasks in its store."""

from __future__ import annotations

import json
import os
import selectors
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING
from urllib.request import urlopen

from clara_edge.config.clock import SystemClock
from clara_edge.config.folders import Folders, resolve_folders
from clara_edge.config.schema import Paths
from clara_edge.domain.access import DeviceKind, Scope
from clara_edge.domain.drafts import ProjectDraft, ReminderDraft, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import parse_repeat
from clara_edge.domain.tasks import Priority
from clara_edge.storage.access.store import AccessStore
from clara_edge.storage.open import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from clara_edge.ports.store import TaskStore

NAME = "clara.local"
"""What browsers in tests resolve to this machine (--host-resolver-rules)."""
ZONE = "Europe/Berlin"
START = "from web_ui.serve import main; main()"
STARTS_WITHIN_S = 60
"""For a machine with a lot else to do; it takes about one."""


@dataclass(slots=True)
class Served:
    """A running web service."""

    folders: Folders
    port: int
    https_port: int
    process: subprocess.Popen[bytes]
    name: str = NAME
    made: list[str] = field(default_factory=list)
    """Ids of tasks that a test added by itself."""

    @property
    def http(self) -> str:
        """Return the address without encryption."""
        return f"http://{self.name}:{self.port}"

    @property
    def https(self) -> str:
        """Return the address with encryption."""
        return f"https://{self.name}:{self.https_port}"

    @property
    def authority(self) -> Path:
        """Return the certificate of the authority that this Clara made."""
        return self.folders.tls / "authority.pem"

    def pairing_code(self, kind: DeviceKind = DeviceKind.HTTPS) -> str:
        """Make a pairing code, as `clara pair` does."""
        access = AccessStore(self.folders.data, SystemClock())
        return access.issue_codes((kind,), Scope.ADMIN, forgive=True).codes[kind]

    @contextmanager
    def store(self, origin: str = "cli") -> Iterator[TaskStore]:
        """Open the tasks as another process does."""
        store = open_store(self.folders.database, SystemClock(), origin=origin)
        try:
            yield store
        finally:
            store.close()


def free_ports(count: int) -> Sequence[int]:
    """Return ports that nothing listens on just now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@contextmanager
def serving(
    folder: Path,
    *options: str,
    host: str = "127.0.0.1",
    ports: Sequence[int] | None = None,
    filled: bool = True,
) -> Iterator[Served]:
    """Run the web service on free ports of one address.

    Args:
        folder: where its data and cache are made.
        options: further settings, as `web.announce=true`.
        host: the address that it listens on.
        ports: of HTTP and HTTPS; by default free ones.
        filled: whether a household's tasks are in its store.
    """
    folders = resolve_folders(Paths(data=folder / "data", cache=folder / "cache"))
    port, https_port = ports or free_ports(2)
    if filled and not folders.database.exists():
        folders.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        store = open_store(folders.database, SystemClock())
        fill(store)
        store.close()
    settings = (
        f"paths.data={folders.data}",
        f"paths.cache={folders.cache}",
        f"web.host={host}",
        f"web.port={port}",
        f"web.https_port={https_port}",
        "web.announce=false",
        *options,
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CLARA_")}
    command = [sys.executable, "-W", "error", "-c", START]
    with subprocess.Popen(
        [*command, *(f"-o{setting}" for setting in settings)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**environment, "TZ": ZONE},
    ) as process:
        try:
            _wait_until_served(process, host, port)
            yield Served(folders, port, https_port, process)
        finally:
            process.kill()


def paired_page(
    context: BrowserContext, served: Served, *, secure: bool = True
) -> Page:
    """Pair a browser by the page that people use, and return it at Today."""
    page = context.new_page()
    base = served.https if secure else served.http
    kind = DeviceKind.HTTPS if secure else DeviceKind.HTTP
    page.goto(f"{base}/pair")
    page.locator("input[name=code]").fill(served.pairing_code(kind))
    page.locator("main form button:not([type=button])").first.click()
    page.wait_for_url(lambda url: "/pair" not in url)
    page.goto(f"{base}/")
    return page


def visit(page: Page, address: str) -> None:
    """Go to an address and wait until its scripts work."""
    page.goto(address)
    page.wait_for_selector("html[data-scripts=ready]", state="attached")


def fill(store: TaskStore) -> None:
    """Store what a household has on its lists, around the present day."""
    today = datetime.now().astimezone().date()
    for name, color, words in (
        ("Shopping", "#2e7d32", ("milk", "bread", "eggs")),
        ("House", "#1d5fc4", ("plumber",)),
        ("Holiday in Portugal", "#be185d", ()),
    ):
        store.add_project(ProjectDraft(name, color=color, default_for=words))
    store.add(*_drafts(today))


def _drafts(today: date) -> Sequence[TaskDraft]:
    def on(days: int, clock: str | None = None) -> Due:
        at = None if clock is None else clock_time.fromisoformat(clock)
        return Due(today + timedelta(days), at, None if at is None else ZONE)

    return (
        TaskDraft("Return library books", due=on(-2), tags=("errands",)),
        TaskDraft(
            "Call the dentist",
            due=on(0, "23:50"),
            priority=Priority.URGENT,
            reminders=(ReminderDraft(minutes_before=10),),
            tags=("health",),
        ),
        TaskDraft(
            "Water the plants",
            due=on(0),
            recurrence=parse_repeat("every day", Due(today)),
            project="House",
        ),
        TaskDraft("Pay the electricity bill", due=on(0), priority=Priority.HIGH),
        TaskDraft("Milk", project="Shopping"),
        TaskDraft("Bread", project="Shopping", priority=Priority.LOW),
        TaskDraft("Coffee beans", project="Shopping", due=on(1)),
        TaskDraft(
            "Book flights",
            project="Holiday in Portugal",
            due=on(3, "10:00"),
            priority=Priority.HIGH,
            description="Lisbon, not Porto.\nTwo suitcases.",
            subtasks=(TaskDraft("Compare prices"), TaskDraft("Check passports")),
        ),
        TaskDraft("Take out the recycling", due=on(2), project="House"),
        TaskDraft("Läuten hören: a title with ünïcode, 漢字 and 🎂"),
        TaskDraft("Find a birthday present for Mia"),
    )


def _wait_until_served(process: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Wait for the answer to a request; what the process says is shown if none comes."""
    address = f"http://{host}:{port}/health"
    assert process.stdout is not None
    said: list[bytes] = []
    deadline_s = time.monotonic() + STARTS_WITHIN_S
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        while time.monotonic() < deadline_s:
            # it says something as soon as it listens, and when it ends
            if waiting.select(0.1):
                said.append(os.read(process.stdout.fileno(), 65536))
            if process.poll() is not None:
                break
            try:
                with urlopen(address, timeout=5) as answer:
                    json.load(answer)
                    return
            except OSError:
                continue
    raise AssertionError(f"no web service: {b''.join(said).decode()}")
