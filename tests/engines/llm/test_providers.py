"""Several providers as one: who is asked, in which order, and what is said when nobody can."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from clara_edge.control.status import ProviderLine
from clara_edge.domain.errors import (
    EngineFailedError,
    LanguageModelAbsentError,
    LanguageModelBusyError,
    LanguageModelError,
    ModelMissingError,
)
from clara_edge.engines.llm.breaker import BreakerLimits, BreakerState
from clara_edge.engines.llm.guarded import GuardedProvider, Limits, ProviderFacts
from clara_edge.engines.llm.providers import LanguageModels
from clara_edge.engines.llm.retry import Pauses, RetryLimits
from clara_edge.engines.llm.told import told
from tests.engines.llm.peers import request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.domain.language_model import ModelRequest

BUSY = LanguageModelBusyError("busy")
BROKEN = LanguageModelError("broken", remedy="mend it")
ABSENT = LanguageModelAbsentError("none", remedy="run: clara models pull big")


class Time:
    """A clock that only moves when somebody sleeps or a scripted model works."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.slept_s = 0.0

    def monotonic_s(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        self.slept_s += seconds


class Scripted:
    """Answers each request with the next script: pieces, seconds that pass, errors."""

    def __init__(self, time: Time, *scripts: list[str | float | Exception]) -> None:
        self.time = time
        self.scripts = list(scripts)
        self.asked = 0
        self.closed = False

    def stream(
        self, _request: ModelRequest, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        script = self.scripts[min(self.asked, len(self.scripts) - 1)]
        self.asked += 1
        for step in script:
            if cancelled():
                return
            if isinstance(step, Exception):
                raise step
            if isinstance(step, float):
                self.time.now_s += step
            else:
                yield step

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def time() -> Time:
    return Time()


def guarded(
    model: Scripted,
    name: str = "first",
    *,
    may_see_tasks: bool = True,
    create: Callable[[], Scripted] | None = None,
) -> GuardedProvider:
    time = model.time
    facts = ProviderFacts(
        name,
        "scripted",
        "stays on this device",
        local=True,
        may_see_tasks=may_see_tasks,
    )
    limits = Limits(BreakerLimits(failures=2, recovery_s=10.0), RetryLimits())
    pauses = Pauses(time.monotonic_s, time.sleep, lambda: 0.5)
    return GuardedProvider(facts, create or (lambda: model), limits, pauses)


def models(*providers: GuardedProvider, **settings: object) -> LanguageModels:
    clock = providers[0]._pauses.monotonic_s if providers else (lambda: 0.0)
    return LanguageModels(
        providers, **{"max_s": 30.0, "monotonic_s": clock, **settings}
    )


def ask(
    model: LanguageModels, text: str = "hello", *, touches_tasks: bool = False
) -> list[str]:
    return list(model.stream(request(text, touches_tasks=touches_tasks), lambda: False))


def test_asks_the_first_that_can_answer(time: Time) -> None:
    first, second = Scripted(time, ["a", "b"]), Scripted(time, ["c"])

    assert ask(models(guarded(first), guarded(second, "second"))) == ["a", "b"]
    assert second.asked == 0


def test_asks_the_next_when_one_fails_before_it_said_anything(time: Time) -> None:
    first, second = Scripted(time, ["", BROKEN]), Scripted(time, ["c"])

    assert ask(models(guarded(first), guarded(second, "second"))) == ["c"]
    assert first.asked == 1


def test_an_answer_that_breaks_off_ends_the_turn(time: Time) -> None:
    first, second = Scripted(time, ["a", BROKEN]), Scripted(time, ["c"])
    said = []

    with pytest.raises(LanguageModelError, match="broken"):
        said.extend(ask(models(guarded(first), guarded(second, "second"))))

    assert second.asked == 0


def test_an_empty_answer_is_none(time: Time) -> None:
    first, second = Scripted(time, [""]), Scripted(time, ["c"])

    assert ask(models(guarded(first), guarded(second, "second"))) == ["c"]


def test_a_provider_whose_code_breaks_leaves_the_next_a_chance(time: Time) -> None:
    first, second = Scripted(time, [KeyError("x")]), Scripted(time, ["c"])

    assert ask(models(guarded(first), guarded(second, "second"))) == ["c"]


def test_a_busy_provider_is_asked_again_after_a_moment(time: Time) -> None:
    first = Scripted(time, [BUSY], ["a"])

    assert ask(models(guarded(first))) == ["a"]
    assert time.slept_s == pytest.approx(0.3 * 0.75)


def test_waits_as_long_as_a_provider_asks_for_if_that_is_short(time: Time) -> None:
    busy = LanguageModelBusyError("busy", retry_after_s=1.5)

    assert ask(models(guarded(Scripted(time, [busy], ["a"])))) == ["a"]
    assert time.slept_s == pytest.approx(1.5)


def test_asks_the_next_at_once_when_a_provider_wants_a_long_pause(time: Time) -> None:
    busy = LanguageModelBusyError("busy", retry_after_s=60.0)
    first, second = Scripted(time, [busy]), Scripted(time, ["c"])
    both = models(guarded(first), guarded(second, "second"))

    assert ask(both) == ["c"]
    time.now_s += 59.0
    assert ask(both, "again") == ["c"]
    assert (first.asked, time.slept_s) == (1, 0.0)

    time.now_s += 2.0
    ask(both, "once more")
    assert first.asked == 2


def test_a_busy_provider_that_has_spoken_is_not_asked_again(time: Time) -> None:
    first = Scripted(time, ["a", BUSY])

    with pytest.raises(LanguageModelError, match="busy"):
        ask(models(guarded(first)))
    assert first.asked == 1


def test_leaves_a_failing_provider_alone_and_tries_it_again_later(time: Time) -> None:
    first, second = Scripted(time, [BROKEN], [BROKEN], ["a"]), Scripted(time, ["c"])
    both = models(guarded(first), guarded(second, "second"))

    for _ in range(5):
        assert ask(both) == ["c"]
    assert first.asked == 2
    assert both.status()[0].breaker is BreakerState.OPEN

    time.now_s += 13.0
    assert ask(both) == ["a"]
    assert both.status()[0].breaker is BreakerState.CLOSED


def test_nothing_that_touches_tasks_goes_where_it_may_not(time: Time) -> None:
    first, second = Scripted(time, ["a"]), Scripted(time, ["c"])
    both = models(guarded(first, may_see_tasks=False), guarded(second, "second"))

    assert ask(both, touches_tasks=True) == ["c"]
    assert first.asked == 0
    assert ask(both) == ["a"]


def test_says_what_to_allow_when_nobody_may_see_tasks(time: Time) -> None:
    only = models(guarded(Scripted(time, ["a"]), "cloud", may_see_tasks=False))

    with pytest.raises(LanguageModelAbsentError) as caught:
        ask(only, touches_tasks=True)

    assert "cloud: may not see tasks" in str(caught.value)
    assert "language_model.options.cloud.may_see_tasks = true" in str(caught.value)
    assert only.state().ready
    assert not only.state().sees_tasks


def test_names_each_reason_when_all_fail(time: Time) -> None:
    both = models(
        guarded(Scripted(time, [BUSY])), guarded(Scripted(time, [BROKEN]), "second")
    )

    with pytest.raises(LanguageModelError) as caught:
        ask(both)

    assert not isinstance(caught.value, LanguageModelAbsentError)
    assert "(first: busy; second: broken); mend it" in str(caught.value)


def test_says_what_to_install_when_there_is_none(time: Time) -> None:
    def create() -> Scripted:
        raise ABSENT

    none = models(guarded(Scripted(time, []), create=create))

    with pytest.raises(LanguageModelAbsentError, match="clara models pull big"):
        ask(none)
    state = none.state()
    assert (state.ready, state.install) == (False, "clara models pull big")
    assert "none" in (none.status()[0].absent or "")
    assert none.status()[0].breaker is BreakerState.CLOSED


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ModelMissingError("gone"), LanguageModelAbsentError),
        (EngineFailedError("broke"), LanguageModelError),
    ],
)
def test_what_keeps_a_model_from_being_made_is_told(
    time: Time, error: Exception, kind: type[Exception]
) -> None:
    def create() -> Scripted:
        raise error

    with pytest.raises(kind, match=str(error)):
        ask(models(guarded(Scripted(time, []), create=create)))


def test_a_model_that_is_installed_later_is_found(time: Time) -> None:
    there: list[Scripted] = []

    def create() -> Scripted:
        if not there:
            raise ABSENT
        return there[0]

    late = models(guarded(Scripted(time, []), create=create))
    assert not late.state().ready

    there.append(Scripted(time, ["a"]))

    assert late.state().ready
    assert ask(late) == ["a"]


@pytest.mark.parametrize(
    ("off", "why"), [(None, "none is configured"), ("it is off", "it is off")]
)
def test_says_why_nobody_is_asked(time: Time, off: str | None, why: str) -> None:
    providers = [guarded(Scripted(time, ["a"]))] if off else []
    none = models(*providers, off=off)

    with pytest.raises(LanguageModelAbsentError, match=why):
        ask(none)
    assert not none.state().ready
    assert none.status() == ()


def test_all_providers_share_the_time_of_one_answer(time: Time) -> None:
    first = Scripted(time, [20.0, BROKEN])
    second = Scripted(time, [20.0, "c", 1.0, "d"])

    with pytest.raises(LanguageModelError, match="no whole answer within 10 s"):
        ask(models(guarded(first), guarded(second, "second")))
    third = Scripted(time, ["e"])
    slow = models(guarded(Scripted(time, [31.0, "a"])), guarded(third, "third"))
    with pytest.raises(LanguageModelError, match="within 30 s"):
        ask(slow)
    assert third.asked == 0


def test_a_cancelled_request_says_nothing_of_a_provider(time: Time) -> None:
    first, second = Scripted(time, [BROKEN]), Scripted(time, ["c"])
    both = models(guarded(first), guarded(second, "second"))

    assert list(both.stream(request(), lambda: True)) == []
    assert (first.asked, second.asked) == (0, 0)


def test_an_answer_that_nobody_hears_to_its_end_counts_neither_way(time: Time) -> None:
    first = Scripted(time, ["a", "b"])
    one = models(guarded(first))

    pieces = one.stream(request(), lambda: False)
    assert next(pieces) == "a"
    pieces.close()  # type: ignore[attr-defined]

    assert one.status()[0].health.requests == 0


def test_cancelled_in_a_pause_it_is_not_asked_again(time: Time) -> None:
    first = Scripted(time, [BUSY])

    assert (
        list(models(guarded(first)).stream(request(), lambda: time.slept_s > 0.05))
        == []
    )
    assert first.asked == 1


def test_keeps_latency_and_errors_of_real_requests(time: Time) -> None:
    first = Scripted(time, [0.2, "a", 0.3, "b"], [0.4, "a"], [1.0, BROKEN])
    one = models(guarded(first))

    ask(one, "1")
    ask(one, "2")
    with pytest.raises(LanguageModelError):
        ask(one, "3")

    health = one.status()[0].health
    assert (health.requests, health.errors) == (3, 1)
    assert health.first_s == pytest.approx(0.3)
    assert health.whole_s == pytest.approx(0.45)
    assert health.error_rate == pytest.approx(1 / 3)
    assert health.last_error == "broken"

    time.now_s += 3601.0
    assert one.status()[0].health.requests == 0
    assert one.status()[0].health.error_rate is None
    assert one.status()[0].health.last_error == "broken"


def test_the_same_question_is_answered_from_memory_for_a_while(time: Time) -> None:
    first = Scripted(time, ["a", "b"])
    one = models(guarded(first), keep_s=60.0)

    assert ask(one) == ask(one) == ["a", "b"]
    assert first.asked == 1
    ask(one, "something else")
    assert first.asked == 2
    time.now_s += 61.0
    ask(one)
    assert first.asked == 3


def test_what_touches_tasks_is_never_answered_from_memory(time: Time) -> None:
    first = Scripted(time, ["a"])
    one = models(guarded(first), keep_s=60.0)

    ask(one, touches_tasks=True)
    ask(one, touches_tasks=True)
    ask(one)

    assert first.asked == 3


def test_an_answer_that_broke_off_is_not_kept(time: Time) -> None:
    first = Scripted(time, ["a", BROKEN], ["a", "b"])
    one = models(guarded(first), keep_s=60.0)

    with pytest.raises(LanguageModelError):
        ask(one)

    assert ask(one) == ["a", "b"]


def test_an_answer_that_was_cancelled_is_not_kept(time: Time) -> None:
    first = Scripted(time, ["a", 1.0, "b"])
    one = models(guarded(first), keep_s=60.0)

    half = list(one.stream(request(), lambda: time.now_s > 1000.0))

    assert half == ["a"]
    assert ask(one) == ["a", "b"]


def test_memory_is_bounded(time: Time) -> None:
    first = Scripted(time, ["x" * 10_000])
    one = models(guarded(first), keep_s=60.0)

    for number in range(100):
        ask(one, str(number))
    ask(one, "99")
    assert first.asked == 100
    ask(one, "0")
    assert first.asked == 101
    huge = models(guarded(Scripted(time, ["y" * 600_000])), keep_s=60.0)
    ask(huge)
    assert ask(huge) == ["y" * 600_000]


def test_status_over_the_socket_has_every_figure(time: Time) -> None:
    first = Scripted(time, [0.25, "a", 0.5, "b"], [BROKEN], [BROKEN])
    one = models(guarded(first))
    ask(one, "1")
    for text in ("2", "3"):
        with pytest.raises(LanguageModelError):
            ask(one, text)

    values = told(one.status()[0])
    line = ProviderLine.model_validate(json.loads(json.dumps(values)))

    assert values.keys() == ProviderLine.model_fields.keys()
    assert (line.state, line.breaker, line.last_error) == (
        "left alone",
        "open",
        "broken",
    )
    assert (line.first_ms, line.whole_ms) == (250, 750)
    assert (line.errors, line.requests) == (2, 3)


def test_closing_gives_every_model_back(time: Time) -> None:
    first, second = Scripted(time, ["a"]), Scripted(time, ["b"])
    both = models(guarded(first), guarded(second, "second"), keep_s=60.0)
    both.state()

    both.close()
    both.close()

    assert first.closed
    assert second.closed
