from __future__ import annotations

import threading

import pytest

from clara_edge.domain.errors import EngineFailedError, ModelMissingError
from clara_edge.engines.ordered import EngineState, EngineStatus, OrderedEngines


class Tool:
    def __init__(self, name: str) -> None:
        self.name = name
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def absent() -> Tool:
    raise ModelMissingError("voice x is not installed", remedy="clara models pull x")


def states(engines: OrderedEngines[Tool]) -> dict[str, str]:
    return {s.name: s.state.value for s in engines.status()}


def test_loads_the_first_engine_only() -> None:
    made: list[str] = []

    def make(name: str) -> Tool:
        made.append(name)
        return Tool(name)

    engines = OrderedEngines(
        "tts", [("a", lambda: make("a")), ("b", lambda: make("b"))]
    )

    assert engines.current() is engines.current()
    assert made == ["a"]
    assert states(engines) == {"a": "active", "b": "waiting"}


def test_passes_over_an_engine_that_cannot_be_loaded_and_says_why() -> None:
    engines = OrderedEngines("tts", [("a", absent), ("b", lambda: Tool("b"))])

    assert engines.current().name == "b"
    assert engines.status()[0] == EngineStatus(
        "a",
        EngineState.UNAVAILABLE,
        "voice x is not installed; clara models pull x",
    )


def test_any_fault_of_foreign_code_leaves_the_next_a_chance() -> None:
    def broken() -> Tool:
        raise ZeroDivisionError

    engines = OrderedEngines("tts", [("a", broken), ("b", lambda: Tool("b"))])

    assert engines.current().name == "b"
    assert engines.status()[0].reason == "ZeroDivisionError"


def test_failure_closes_the_engine_and_switches() -> None:
    engines = OrderedEngines(
        "stt", [("a", lambda: Tool("a")), ("b", lambda: Tool("b"))]
    )
    first = engines.current()

    second = engines.fail(first, "threw")

    assert (first.closed, second.name) == (1, "b")
    assert engines.current() is second
    assert states(engines) == {"a": "failed", "b": "active"}


def test_late_report_about_a_replaced_engine_changes_nothing() -> None:
    engines = OrderedEngines(
        "stt", [("a", lambda: Tool("a")), ("b", lambda: Tool("b"))]
    )
    first = engines.current()
    second = engines.fail(first, "threw")

    assert engines.fail(first, "threw again") is second
    assert engines.status()[0].reason == "threw"


def test_raises_with_all_reasons_when_none_is_left() -> None:
    engines = OrderedEngines("tts", [("a", absent), ("b", lambda: Tool("b"))])

    with pytest.raises(EngineFailedError, match=r"a: voice x .*; b: threw"):
        engines.fail(engines.current(), "threw")


def test_failed_engine_gets_another_chance_when_nothing_else_is_left() -> None:
    engines = OrderedEngines("tts", [("a", absent), ("b", lambda: Tool("b"))])
    broken = engines.current()
    with pytest.raises(EngineFailedError):
        engines.fail(broken, "out of memory")

    again = engines.current()

    assert again is not broken
    assert states(engines) == {"a": "unavailable", "b": "active"}


def test_empty_order_is_an_error_that_says_so() -> None:
    engines: OrderedEngines[Tool] = OrderedEngines("tts", [])

    with pytest.raises(EngineFailedError, match="none is configured"):
        engines.current()


def test_tells_of_every_change() -> None:
    seen: list[tuple[EngineStatus, ...]] = []
    engines = OrderedEngines(
        "tts", [("a", absent), ("b", lambda: Tool("b"))], on_change=seen.append
    )

    engines.current()

    assert [[s.state.value for s in line] for line in seen] == [
        ["unavailable", "waiting"],
        ["unavailable", "active"],
    ]


def test_engine_that_does_not_close_is_put_aside_all_the_same() -> None:
    class Stuck(Tool):
        def close(self) -> None:
            raise OSError("stuck")

    engines = OrderedEngines(
        "tts", [("a", lambda: Stuck("a")), ("b", lambda: Tool("b"))]
    )

    assert engines.fail(engines.current(), "threw").name == "b"


def test_close_is_idempotent_and_the_engine_can_be_loaded_again() -> None:
    engines = OrderedEngines("tts", [("a", lambda: Tool("a"))])
    first = engines.current()

    engines.close()
    engines.close()

    assert first.closed == 1
    assert engines.current() is not first


def test_status_does_not_wait_for_a_slow_load() -> None:
    loading, go_on = threading.Event(), threading.Event()

    def slow() -> Tool:
        loading.set()
        assert go_on.wait(10)
        return Tool("a")

    engines = OrderedEngines("tts", [("a", slow)])
    thread = threading.Thread(target=engines.current)
    thread.start()
    assert loading.wait(10)

    assert states(engines) == {"a": "waiting"}

    go_on.set()
    thread.join(10)
    assert states(engines) == {"a": "active"}


def test_threads_that_ask_at_once_share_one_engine() -> None:
    made: list[Tool] = []

    def make() -> Tool:
        made.append(Tool("a"))
        return made[-1]

    engines = OrderedEngines("tts", [("a", make)])
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait(10)
        engines.current()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(made) == 1


def test_only_a_fault_is_a_warning_not_a_pack_that_nobody_pulled(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken() -> Tool:
        raise EngineFailedError("threw")

    engines = OrderedEngines(
        "tts", [("a", absent), ("b", broken), ("c", lambda: Tool("c"))]
    )
    with caplog.at_level("INFO"):
        engines.current()

    assert [r.levelname for r in caplog.records] == ["INFO", "WARNING"]
