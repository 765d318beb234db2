"""What happens, told to every open page: two threads listen, any number of pages hear."""

from __future__ import annotations

import collections
import contextlib
import logging
import queue
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clara_edge.control.client import ControlClient
from clara_edge.domain.errors import ClaraError, DaemonError, StorageError
from clara_edge.domain.steps import StepKind
from clara_edge.storage.watch import ChangeWatcher

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.config.folders import Folders
    from clara_edge.control.protocol import Event
    from clara_edge.domain.steps import ChangeNotice

    from .pool import StorePool

_LOGGER = logging.getLogger(__name__)

KEPT_CHANGES = 1000
"""A page that missed more than so many changes loads everything anew."""
MOST_IDS = 200
"""A change of more tasks than this, an import above all, is told as a reset."""
QUEUE_EVENTS = 128
"""A page that lets so many events pile up is dropped; it comes back by itself."""
MOST_STREAMS = 50
MOST_STREAMS_EACH = 10
"""Of one paired device; a browser keeps six at most, but leaves some behind with each page."""
_RETRY_S = (0.25, 0.5, 1.0, 2.0, 4.0)
_ANYTHING = frozenset({StepKind.BACKUP_RESTORE, StepKind.IMPORT})


class StreamsFullError(ClaraError):
    """As many pages listen already as may."""


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """One event of the stream."""

    name: str
    """hello, tasks, device or reset."""
    data: Mapping[str, Any]
    seq: int | None = None
    """The sequence number of the change that it tells of; what a page resumes from."""


@dataclass(eq=False, slots=True)
class Subscription:
    """What one page is told; used by one thread, filled by the hub's."""

    hub: EventHub
    principal_id: str
    device: bool
    """Whether it also hears what the device hears and says."""
    _events: queue.Queue[LiveEvent | None] = field(
        default_factory=lambda: queue.Queue(QUEUE_EVENTS)
    )
    _ended: bool = False

    def next(self, timeout_s: float) -> LiveEvent | None:
        """Return the next event, None if there is none in time.

        Raises:
            EOFError: it is over: the service ends, or the page was too slow or is revoked.
        """
        try:
            event = self._events.get(timeout=timeout_s)
        except queue.Empty:
            if self._ended:
                raise EOFError from None
            return None
        if event is None:
            raise EOFError
        return event

    def close(self) -> None:
        """Hear no more. Idempotent."""
        self.hub.leave(self)

    def put(self, event: LiveEvent) -> bool:
        """Queue an event; False if the page is too slow."""
        try:
            self._events.put_nowait(event)
        except queue.Full:
            return False
        return True

    def end(self) -> None:
        """Make next() raise EOFError, after what is queued."""
        self._ended = True
        with contextlib.suppress(queue.Full):
            self._events.put_nowait(None)


class EventHub:
    """Fans events out; safe from any thread. Nothing runs before the first subscription."""

    def __init__(self, folders: Folders, stores: StorePool) -> None:
        self._folders = folders
        self._stores = stores
        self._lock = threading.RLock()
        # a dict for its order: the first is the oldest
        self._pages: dict[Subscription, None] = {}
        self._kept: collections.deque[LiveEvent] = collections.deque(
            maxlen=KEPT_CHANGES
        )
        self._seq = 0
        self._watcher: ChangeWatcher | None = None
        self._client: ControlClient | None = None
        self._threads: list[threading.Thread] = []
        self._stopped = threading.Event()
        self._reachable: bool | None = None

    @property
    def streams(self) -> int:
        """Return how many pages listen."""
        return len(self._pages)

    def subscribe(
        self, principal_id: str, *, since: int | None = None, device: bool = False
    ) -> Subscription:
        """Begin to listen; the first event is hello, or reset if too much was missed.

        Args:
            principal_id: of whoever listens.
            since: the last change that the page knows; what came after it is told first.
            device: whether what the device hears and says is told as well.

        Raises:
            StreamsFullError: too many pages listen.
        """
        with self._lock:
            self._make_room(principal_id)
            self._start()
            page = Subscription(self, principal_id, device)
            missed = self._missed(since)
            if missed is None:
                page.put(LiveEvent("reset", {"seq": self._seq}, self._seq))
            else:
                hello = {"seq": self._seq, "daemon": self._reachable}
                page.put(LiveEvent("hello", hello, None if missed else self._seq))
            self._pages[page] = None
            if missed and not all(page.put(event) for event in missed):
                self._drop(page)
        return page

    def leave(self, page: Subscription) -> None:
        """Forget a page. Idempotent."""
        with self._lock:
            self._pages.pop(page, None)

    def revoke(self, principal_id: str) -> None:
        """End the streams of a device that was revoked."""
        with self._lock:
            for page in self._pages_of(principal_id):
                self._drop(page)

    def publish(self, name: str, data: Mapping[str, Any]) -> None:
        """Tell an event of the web service's own to those who hear the device as well."""
        self._tell(LiveEvent(name, data))

    def close(self) -> None:
        """End every stream and both threads. Idempotent."""
        self._stopped.set()
        with self._lock:
            pages, self._pages = self._pages, {}
            for page in pages:
                page.end()
            if self._watcher is not None:
                self._watcher.stop()
            if self._client is not None:
                self._client.interrupt()
        for thread in self._threads:
            thread.join(5.0)

    def _pages_of(self, principal_id: str) -> list[Subscription]:
        return [page for page in self._pages if page.principal_id == principal_id]

    def _drop(self, page: Subscription) -> None:
        self._pages.pop(page, None)
        page.end()

    def _make_room(self, principal_id: str) -> None:
        """End the oldest stream of a device that has too many: that page is gone."""
        mine = self._pages_of(principal_id)
        if len(mine) >= MOST_STREAMS_EACH:
            self._drop(mine[0])
        elif len(self._pages) >= MOST_STREAMS:
            raise StreamsFullError(
                "too many pages are open at once", remedy="close some of them"
            )

    def _start(self) -> None:
        if self._threads or self._stopped.is_set():
            return
        self._watcher = ChangeWatcher(self._folders.database)
        self._seq = self._watcher.seq
        self._remember_last()
        for run, name in ((self._watch, "changes"), (self._listen, "device")):
            # the daemon flag: an end that is forced must not wait for a socket
            thread = threading.Thread(target=run, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _remember_last(self) -> None:
        """Read what pages may have missed while this service was not running."""
        with contextlib.suppress(StorageError), self._stores.store() as store:
            since = max(0, self._seq - KEPT_CHANGES)
            notices = store.changes_since(since, limit=KEPT_CHANGES)
            for notice in notices:
                if notice.seq <= self._seq:
                    self._keep(_event(notice))

    def _missed(self, since: int | None) -> list[LiveEvent] | None:
        """Return what came after a change; None if that cannot be told any more."""
        if since is None or since == self._seq:
            return []
        first = self._kept[0].seq if self._kept else None
        if since > self._seq or first is None or since < first - 1:
            return None
        missed = [e for e in self._kept if e.seq is not None and e.seq > since]
        if len(missed) >= QUEUE_EVENTS or any(e.name == "reset" for e in missed):
            return None
        return missed

    def _watch(self) -> None:
        watcher = self._watcher
        assert watcher is not None  # noqa: S101 - _start() has just made it
        with watcher:
            while not self._stopped.is_set():
                if watcher.wait() and not self._stopped.is_set():
                    self._tell_changes(watcher.seq)

    def _tell_changes(self, last: int) -> None:
        try:
            with self._stores.store() as store:
                notices = store.changes_since(self._seq, limit=KEPT_CHANGES)
        except StorageError as error:
            _LOGGER.warning("changes cannot be read: %s", error)
            notices = ()
        with self._lock:
            if not notices and last == self._seq:
                # read already, together with the change before it
                return
            if not notices or notices[0].seq != self._seq + 1 or last < self._seq:
                # another database is in its place, or more than pages can take
                self._kept.clear()
                self._seq = last
                self._tell(LiveEvent("reset", {"seq": last}, last))
                return
            for notice in notices:
                self._seq = notice.seq
                event = _event(notice)
                self._keep(event)
                self._tell(event)

    def _keep(self, event: LiveEvent) -> None:
        self._kept.append(event)

    def _listen(self) -> None:
        waits = iter(_RETRY_S)
        while not self._stopped.is_set():
            client = ControlClient(self._folders.control_socket, 2.0)
            with self._lock:
                self._client = client
            try:
                for event in client.events(on_open=self._daemon_is_there):
                    waits = iter(_RETRY_S)
                    self._tell(_of_daemon(event))
            except DaemonError as error:
                _LOGGER.debug("no events of the voice daemon: %s", error)
            self._daemon(reachable=False)
            self._stopped.wait(next(waits, _RETRY_S[-1]))

    def _daemon_is_there(self) -> None:
        self._daemon(reachable=True)

    def _daemon(self, *, reachable: bool) -> None:
        with self._lock:
            if self._reachable == reachable:
                return
            self._reachable = reachable
            data = {"kind": "daemon", "data": {"reachable": reachable}}
            self._tell(LiveEvent("device", data))

    def _tell(self, event: LiveEvent) -> None:
        with self._lock:
            for page in tuple(self._pages):
                if event.name not in {"tasks", "reset"} and not page.device:
                    continue
                if not page.put(event):
                    _LOGGER.warning("dropped a page that does not read its events")
                    self._drop(page)


def _event(notice: ChangeNotice) -> LiveEvent:
    ids: Sequence[str] = notice.task_ids
    if notice.step.kind in _ANYTHING or len(ids) > MOST_IDS:
        return LiveEvent("reset", {"seq": notice.seq}, notice.seq)
    return LiveEvent(
        "tasks",
        {
            "seq": notice.seq,
            "ids": list(ids),
            "projects": list(notice.project_ids),
            "kind": notice.step.kind.value,
            "action": notice.action,
            "origin": notice.step.origin,
        },
        notice.seq,
    )


def _of_daemon(event: Event) -> LiveEvent:
    return LiveEvent(
        "device",
        {"kind": event.event, "at": event.at.isoformat(), "data": event.data},
    )
