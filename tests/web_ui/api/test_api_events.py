"""Live events: everything that is committed is told, once, in order, also after a pause."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.config.clock import SystemClock
from clara_edge.domain.drafts import TaskDraft
from clara_edge.storage.open import open_store
from web_ui import hub as hub_module
from web_ui.hub import StreamsFullError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from web_ui.hub import LiveEvent, Subscription
    from web_ui.services import Services

    from .conftest import Program

SOON_S = 10.0


def add(services: Services, *titles: str) -> list[str]:
    """Add tasks as another process does, each in a step of its own."""
    with open_store(services.folders.database, SystemClock(), origin="cli") as store:
        return [store.add(TaskDraft(title))[0].id for title in titles]


def next_of(page: Subscription, name: str) -> LiveEvent:
    """Return the next event of a name."""
    until = time.monotonic() + SOON_S
    while time.monotonic() < until:
        event = page.next(SOON_S)
        if event is not None and event.name == name:
            return event
    raise AssertionError(f"no event {name}")


def drain(page: Subscription) -> None:
    """Take all that is queued, and what comes after it."""
    for _ in range(10):
        page.next(0)


def test_tells_which_tasks_another_process_changed(services: Services) -> None:
    add(services, "First")
    page = services.hub.subscribe("me")
    hello = next_of(page, "hello")

    (identity,) = add(services, "Milk")

    event = next_of(page, "tasks")
    assert event.seq == hello.data["seq"] + 1
    assert event.data["ids"] == [identity]
    assert event.data["origin"] == "cli"


def test_a_page_that_slept_is_told_what_it_missed(services: Services) -> None:
    add(services, "First")
    page = services.hub.subscribe("me")
    seen = next_of(page, "hello").data["seq"]
    page.close()
    identities = add(services, "One", "Two")

    other = services.hub.subscribe("other", since=seen)
    while next_of(other, "tasks").seq != seen + 2:
        pass
    again = services.hub.subscribe("me", since=seen)

    assert next_of(again, "tasks").data["ids"] == identities[:1]
    assert next_of(again, "tasks").data["ids"] == identities[1:]


def test_two_changes_read_at_once_are_no_other_database(services: Services) -> None:
    add(services, "First")
    page = services.hub.subscribe("me")
    seen = next_of(page, "hello").data["seq"]
    add(services, "Second")
    next_of(page, "tasks")

    # the watcher tells of a change that was read with the one before it
    services.hub._tell_changes(seen + 1)
    add(services, "Third")

    event = page.next(SOON_S)
    assert event is not None
    assert (event.name, event.seq) == ("tasks", seen + 2)


def test_what_was_missed_before_the_service_ran_is_told_as_well(
    services: Services,
) -> None:
    identities = add(services, "One", "Two", "Three")

    page = services.hub.subscribe("me", since=1)

    told = [next_of(page, "tasks").data["ids"] for _ in range(2)]
    assert told == [[identities[1]], [identities[2]]]


def test_too_much_is_told_as_a_reset(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "QUEUE_EVENTS", 3)
    add(services, *(str(number) for number in range(8)))

    page = services.hub.subscribe("me", since=1)

    assert next_of(page, "reset").seq == 8


def test_an_event_of_the_future_is_of_another_database(services: Services) -> None:
    add(services, "One")

    page = services.hub.subscribe("me", since=500)

    assert next_of(page, "reset").seq == 1


def test_a_page_that_does_not_read_is_dropped_and_the_others_go_on(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "QUEUE_EVENTS", 4)
    add(services, "First")
    slow, fast = services.hub.subscribe("slow"), services.hub.subscribe("fast")

    for number in range(6):
        add(services, str(number))
        next_of(fast, "tasks")

    with pytest.raises(EOFError):
        drain(slow)
    assert services.hub.streams == 1


def test_a_revoked_device_hears_no_more(services: Services) -> None:
    page = services.hub.subscribe("me")
    next_of(page, "hello")

    services.hub.revoke("me")

    with pytest.raises(EOFError):
        page.next(SOON_S)


def test_the_oldest_stream_of_a_device_makes_room_for_its_next(
    services: Services,
) -> None:
    most = hub_module.MOST_STREAMS_EACH
    modest = services.hub.subscribe("modest")
    oldest, *others = [services.hub.subscribe("greedy") for _ in range(most)]

    newest = services.hub.subscribe("greedy")

    next_of(oldest, "hello")
    with pytest.raises(EOFError):
        oldest.next(SOON_S)
    for page in (modest, *others, newest):
        next_of(page, "hello")
    assert services.hub.streams == most + 1


def test_more_pages_than_may_listen_are_refused(services: Services) -> None:
    for number in range(hub_module.MOST_STREAMS):
        services.hub.subscribe(f"device {number}")

    with pytest.raises(StreamsFullError):
        services.hub.subscribe("another")


def test_fifty_pages_read_the_database_once_for_all(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(services, "First")
    pages = [services.hub.subscribe(f"device {n}") for n in range(50)]
    reads: list[int] = []
    with services.stores.store() as store:
        kind = type(store)
        real = kind.changes_since

    def counted(self: Any, seq: int, *, limit: int = 1000) -> Any:
        reads.append(seq)
        return real(self, seq, limit=limit)

    monkeypatch.setattr(kind, "changes_since", counted)
    add(services, "Milk")

    for page in pages:
        next_of(page, "tasks")
    assert len(reads) == 1


def test_the_stream_is_made_of_numbered_events(
    program: Program, services: Services
) -> None:
    program.add("First")
    response = program("GET", "/events?since=0")
    lines = read_events(response.iter_encoded())

    first = next(lines)
    second = next(lines)
    add(services, "Milk")
    third = next(lines)
    response.close()

    assert response.mimetype == "text/event-stream"
    assert first["event"] == "hello"
    assert (second["event"], second["id"]) == ("tasks", "1")
    assert (third["event"], third["id"]) == ("tasks", "2")
    assert json.loads(third["data"])["origin"] == "cli"
    assert services.hub.streams == 0


def test_the_daemon_is_heard_by_pages_that_are_secure_only(
    services: Services, daemon: Callable[..., Any]
) -> None:
    with daemon({"state": "asleep"}):
        secure = services.hub.subscribe("a", device=True)
        plain = services.hub.subscribe("b")
        while next_of(secure, "device").data["data"] != {"reachable": True}:
            pass

    gone = next_of(secure, "device")
    add(services, "Milk")
    heard = [event.name for _ in range(2) if (event := plain.next(SOON_S))]

    assert gone.data["data"] == {"reachable": False}
    assert heard == ["hello", "tasks"]


def test_closing_ends_every_stream_at_once(services: Services) -> None:
    page = services.hub.subscribe("me")
    next_of(page, "hello")
    closing = threading.Thread(target=services.hub.close)
    closing.start()

    with pytest.raises(EOFError):
        page.next(SOON_S)
    closing.join(SOON_S)
    assert not closing.is_alive()


def read_events(pieces: Iterator[bytes]) -> Iterator[dict[str, str]]:
    """Yield the events of a stream as their fields."""
    text = ""
    for piece in pieces:
        text += piece.decode()
        while "\n\n" in text:
            block, _, text = text.partition("\n\n")
            fields = dict(
                line.split(": ", 1) for line in block.splitlines() if ": " in line
            )
            # whether a daemon runs is told as well, whenever that is known
            if fields.get("event") in {"hello", "tasks"}:
                yield fields
