"""Speech-to-text is told the names that matter, once, and only if it can use them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.domain.errors import StorageUnavailableError
from clara_edge.voice.engine_set import Engines
from clara_edge.voice.hotwords import Hotwords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Listener:
    """The part of a recogniser that hotwords need."""

    def __init__(self, *, can: bool) -> None:
        self.name = "listener"
        self._can = can
        self.told: list[tuple[str, ...]] = []

    def set_hotwords(self, phrases: Sequence[str]) -> bool:
        self.told.append(tuple(phrases))
        return self._can


class Names:
    """The part of a dialogue that hotwords need."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] | None = ("Shopping list",)

    def hotwords(self) -> tuple[str, ...]:
        if self.names is None:
            raise StorageUnavailableError("the disk is gone")
        return self.names


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def engines(listener: Any, names: Any, thread: ThreadPoolExecutor) -> Engines:
    unused: Any = None
    return Engines(unused, listener, unused, names, thread, thread, thread)


async def test_hands_names_over_when_they_change(thread: ThreadPoolExecutor) -> None:
    listener, names = Listener(can=True), Names()
    hotwords = Hotwords(engines(listener, names, thread))

    await hotwords.refresh()
    await hotwords.refresh()
    names.names = ("Shopping list", "Buy milk")
    await hotwords.refresh()

    assert listener.told == [("Shopping list",), ("Shopping list", "Buy milk")]


async def test_asks_a_model_that_cannot_only_once(thread: ThreadPoolExecutor) -> None:
    listener, names = Listener(can=False), Names()
    hotwords = Hotwords(engines(listener, names, thread))

    await hotwords.refresh()
    names.names = ("Other",)
    await hotwords.refresh()
    listener.name = "another engine took over"
    await hotwords.refresh()

    assert listener.told == [("Shopping list",), ("Other",)]


async def test_a_lost_disk_does_not_stop_listening(thread: ThreadPoolExecutor) -> None:
    listener, names = Listener(can=True), Names()
    names.names = None

    await Hotwords(engines(listener, names, thread)).refresh()

    assert listener.told == []
