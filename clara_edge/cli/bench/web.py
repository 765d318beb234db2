"""`clara bench web`: pages and the API among very many tasks, with many pages open.

The real web service answers over real sockets of this machine; its tasks are made up. While
it is measured, other pages listen to its events, as phones and tablets of a household do.
"""

from __future__ import annotations

import http.client
import json
import os
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote
from zoneinfo import ZoneInfo

import click
from rich.text import Text

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below, show_figures
from clara_edge.cli.bench.services import QuietDaemon, WebService
from clara_edge.cli.bench.tasks_data import ZONE, make_database
from clara_edge.cli.bench.tasks_timing import Times, time_ms
from clara_edge.cli.bench.web_streams import Streams
from clara_edge.config.clock import SystemClock
from clara_edge.domain.access import Scope
from clara_edge.domain.drafts import TaskDraft
from clara_edge.storage.access.store import AccessStore
from clara_edge.storage.open import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.storage.store import SqliteTaskStore

TASKS = 10_000
SAMPLES = 200
STREAMS = 50
STREAMS_EACH = 10
"""What the service lets one device have."""
P50_TARGET_MS, P99_TARGET_MS = 25.0, 100.0
EVENT_TARGET_MS = 300.0
API = "/api/v1"
MEMORY_TARGET_MB = 120.0

PAGES = (
    "/",
    "/upcoming",
    "/inbox",
    "/projects",
    "/projects/project-0",
    "/search?q=call",
    "/tags/{tag}",
    "/done",
    "/tasks/{number}",
)
READS = (
    "/api/v1/counts",
    "/api/v1/tasks?filter=due:today",
    "/api/v1/tasks?limit=100",
    "/api/v1/tasks?filter=is:overdue",
    "/api/v1/tasks/{number}",
    "/api/v1/search?q=call",
    "/api/v1/projects",
    "/api/v1/history",
)


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    body: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        return self.path if self.method == "GET" else f"{self.method} {self.path}"


WRITES = (
    _Request("POST", "/api/v1/preview", {"text": "dentist tomorrow at 9 am urgent"}),
    _Request("POST", "/api/v1/turns", {"text": "what is due tomorrow"}),
    _Request("POST", "/api/v1/tasks", {"title": "Buy milk"}),
    _Request("POST", "/api/v1/tasks/{number}/complete"),
    _Request("POST", "/api/v1/undo", {}),
)


@click.command()
@click.option(
    "--tasks",
    "count",
    type=click.IntRange(1_000, 200_000),
    default=TASKS,
    show_default=True,
    help="How many tasks there are.",
)
@click.option(
    "--samples",
    type=click.IntRange(10, 5_000),
    default=SAMPLES,
    show_default=True,
    help="How often each address is asked for.",
)
@click.option(
    "--streams",
    type=click.IntRange(1, STREAMS),
    default=STREAMS,
    show_default=True,
    help="How many pages listen meanwhile.",
)
@click.option(
    "--daemon",
    "beside_daemon",
    is_flag=True,
    help="Run the voice daemon as well, which then reads what is typed.",
)
@report.json_option("Save the result here.")
@click.pass_obj
def web(
    state: CliState,
    *,
    count: int,
    samples: int,
    streams: int,
    beside_daemon: bool,
    target: str | None,
) -> None:
    """Pages and the API among very many tasks, with many pages open."""
    result = measure(
        state,
        count=count,
        samples=samples,
        streams=streams,
        beside_daemon=beside_daemon,
    )
    report.deliver(result, show, target, datetime.now().astimezone())


def measure(
    state: CliState,
    *,
    count: int = TASKS,
    samples: int = SAMPLES,
    streams: int = STREAMS,
    beside_daemon: bool = False,
) -> dict[str, Any]:
    """Serve a database of its own, use it from many sides, and throw it away.

    Args:
        state: the owner's settings.
        count: how many tasks there are.
        samples: how often each address is asked for.
        streams: how many pages listen meanwhile.
        beside_daemon: whether a voice daemon runs as well.

    Raises:
        StorageError: the disk does not hold it.
        DaemonUnreachableError: the service does not start.
    """
    load = os.getloadavg()[0]
    state.folders.data.mkdir(parents=True, exist_ok=True)
    clock = SystemClock(ZoneInfo(ZONE))
    with ExitStack() as parts:
        folder = tempfile.TemporaryDirectory(prefix="bench-", dir=state.folders.data)
        home = Path(parts.enter_context(folder))
        database = home / "data" / "clara.db"
        make_database(database, count, clock.now(), advance=lambda _: None)
        store = parts.enter_context(open_store(database, clock, origin="cli"))
        tokens = _tokens(home / "data", clock, streams)
        if beside_daemon:
            parts.enter_context(QuietDaemon(state, home))
        service = parts.enter_context(WebService(state, home))
        started_mb = service.rss_mb()
        listening = parts.enter_context(Streams(service.port, tokens, streams))
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
        parts.callback(connection.close)
        use = _Use(service, connection, tokens[0], _Places.of(store, samples), samples)
        pages = [use.time(_Request("GET", path)) for path in PAGES]
        calls = [use.time(_Request("GET", path)) for path in READS]
        calls += [use.time(request) for request in WRITES]
        events = _time_events(store, listening, samples)
        return {
            "load_average": load,
            "tasks": count,
            "streams": streams,
            "beside_daemon": beside_daemon,
            "pages": pages,
            "api": calls,
            "events": events,
            "memory_mb": {"started": started_mb, "used": service.rss_mb()},
        }


def show(result: dict[str, Any]) -> None:
    """Print every address with its times, the events and the memory."""
    beside = ", beside a voice daemon" if result["beside_daemon"] else ""
    title = f"{result['tasks']:,} tasks, {result['streams']} pages listen{beside}; ms"
    columns = ["p50", "p99", "CPU", "kB", ""]
    pages, calls = result["pages"], result["api"]
    report.show_table(title, ["page", *columns], [_cells(one) for one in pages])
    report.show_table(
        f"API, below {API}", ["request", *columns], [_cells(one) for one in calls]
    )
    show_figures("Web", [("web", highlights(result))])


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    pages, calls, form = result["pages"], result["api"], "{:.0f} ms"
    events = result["events"]
    return [
        below("slowest p50 of a page", _most(pages, "p50"), P50_TARGET_MS, form),
        below("slowest p99 of a page", _most(pages, "p99"), P99_TARGET_MS, form),
        Figure("most CPU for a page", form.format(_most(pages, "cpu_ms"))),
        below("slowest p50 of the API", _most(calls, "p50"), P50_TARGET_MS, form),
        below("slowest p99 of the API", _most(calls, "p99"), P99_TARGET_MS, form),
        Figure("most CPU for the API", form.format(_most(calls, "cpu_ms"))),
        Figure("commit to event, p50", form.format(events["p50"])),
        below("commit to event, p99", events["p99"], EVENT_TARGET_MS, form),
        Figure(
            "events that did not come", f"{events['lost']}", "0", met=not events["lost"]
        ),
        below("memory", result["memory_mb"]["used"], MEMORY_TARGET_MB, "{:.0f} MB"),
        Figure("memory when started", f"{result['memory_mb']['started']:.0f} MB"),
    ]


@dataclass(frozen=True, slots=True)
class _Places:
    """What is looked at: tasks by number, and a tag."""

    numbers: Sequence[int]
    tag: str

    @classmethod
    def of(cls, store: SqliteTaskStore, count: int) -> Self:
        """Choose from what there is."""
        numbers = [task.number for task in store.open_tasks(limit=count)]
        return cls(numbers, store.tags()[0].name)

    def path(self, template: str, turn: int) -> str:
        """Return an address, each time about another task."""
        number = self.numbers[turn % len(self.numbers)]
        return template.format(number=number, tag=quote(self.tag))


class _Use:
    """Asks for addresses over one connection, as a browser does."""

    def __init__(
        self,
        service: WebService,
        connection: http.client.HTTPConnection,
        token: str,
        places: _Places,
        samples: int,
    ) -> None:
        self._service = service
        self._connection = connection
        self._headers = {"Authorization": f"Bearer {token}"}
        self._places = places
        self._samples = samples

    def time(self, request: _Request) -> dict[str, Any]:
        """Ask so many times, each time about another task."""
        sizes: list[int] = []

        def ask(number: int) -> None:
            sizes.append(self._ask(request, number))

        # the first one loads what the service has not needed so far
        ask(0)
        began_cpu_s = self._service.cpu_s()
        times = Times.of([time_ms(ask, number) for number in range(self._samples)])
        cpu_ms = 1000 * (self._service.cpu_s() - began_cpu_s) / self._samples
        found = {"name": request.name, **asdict(times)}
        return {**found, "cpu_ms": cpu_ms, "bytes": max(sizes)}

    def _ask(self, request: _Request, number: int) -> int:
        headers, body = self._headers, None
        if request.body is not None:
            body = json.dumps(request.body)
            headers = {**headers, "Content-Type": "application/json"}
        path = self._places.path(request.path, number)
        self._connection.request(request.method, path, body, headers)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status >= http.client.BAD_REQUEST:
            raise RuntimeError(
                f"{request.method} {path} answered {response.status}: {answer[:200]!r}"
            )
        return len(answer)


def _tokens(data: Path, clock: SystemClock, streams: int) -> list[str]:
    access = AccessStore(data, clock)
    count = -(-streams // STREAMS_EACH)
    return [access.add_token(f"bench {n}", Scope.ADMIN)[1] for n in range(count)]


def _time_events(
    store: SqliteTaskStore, listening: Streams, samples: int
) -> dict[str, Any]:
    """Change tasks in this process, and see when each page hears of it."""
    times_ms: list[float] = []
    lost = 0
    for number in range(samples):
        store.add(TaskDraft(f"Told to everybody {number}"))
        committed_s = time.monotonic()
        heard = listening.heard(store.last_change())
        lost += listening.count - len(heard)
        times_ms += [max(0.0, 1000 * (at_s - committed_s)) for at_s in heard]
    return {**asdict(Times.of(times_ms or [0.0])), "lost": lost}


def _cells(one: dict[str, Any]) -> list[object]:
    met = one["p50"] < P50_TARGET_MS and one["p99"] < P99_TARGET_MS
    return [
        one["name"].replace(f"{API}/", ""),
        f"{one['p50']:.1f}",
        f"{one['p99']:.1f}",
        f"{one['cpu_ms']:.1f}",
        f"{one['bytes'] / 1000:.1f}",
        Text("ok", "green") if met else Text("missed", "red"),
    ]


def _most(timed: list[dict[str, Any]], key: str) -> float:
    return max(float(one[key]) for one in timed)
