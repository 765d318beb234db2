"""The circuit breaker: what it lets pass, and for how long not."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from clara_edge.engines.llm.breaker import (
    BreakerLimits,
    BreakerState,
    CircuitBreaker,
    Permit,
    Verdict,
)

LIMITS = BreakerLimits(failures=3, recovery_s=10.0, recovery_max_s=60.0)


class Time:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def made(time: Time, chance: float = 0.5) -> CircuitBreaker:
    return CircuitBreaker(LIMITS, time, lambda: chance)


def fail(breaker: CircuitBreaker, times: int = 1, hold_s: float | None = None) -> None:
    for _ in range(times):
        permit = breaker.enter()
        assert permit is not None
        breaker.settle(permit, Verdict.FAILED, hold_s)


def test_opens_after_so_many_failures_in_a_row() -> None:
    breaker = made(Time())

    fail(breaker, 2)
    assert breaker.state is BreakerState.CLOSED
    fail(breaker)

    assert breaker.state is BreakerState.OPEN
    assert breaker.enter() is None


def test_a_success_in_between_starts_the_count_anew() -> None:
    breaker = made(Time())
    fail(breaker, 2)
    permit = breaker.enter()
    assert permit is not None

    breaker.settle(permit, Verdict.SUCCEEDED)
    fail(breaker, 2)

    assert breaker.state is BreakerState.CLOSED


def test_lets_one_request_try_after_the_recovery_time() -> None:
    time = Time()
    breaker = made(time)
    fail(breaker, 3)

    time.now_s += 9.9
    assert breaker.enter() is None
    time.now_s += 0.2

    assert breaker.state is BreakerState.HALF_OPEN
    assert breaker.enter() is not None
    assert breaker.enter() is None


def test_closes_when_the_trial_succeeds() -> None:
    time = Time()
    breaker = made(time)
    fail(breaker, 3)
    time.now_s += 11
    trial = breaker.enter()
    assert trial is not None

    breaker.settle(trial, Verdict.SUCCEEDED)

    assert breaker.state is BreakerState.CLOSED
    fail(breaker, 2)
    assert breaker.state is BreakerState.CLOSED


def test_stays_open_twice_as_long_after_each_failed_trial_up_to_a_limit() -> None:
    time = Time()
    breaker = made(time)
    fail(breaker, 3)

    waits = []
    for _ in range(5):
        waits.append(round(breaker.opens_in_s(), 6))
        time.now_s += waits[-1]
        fail(breaker)

    assert waits == [10, 20, 40, 60, 60]


def test_a_trial_that_was_given_up_leaves_room_for_the_next() -> None:
    time = Time()
    breaker = made(time)
    fail(breaker, 3)
    time.now_s += 11
    trial = breaker.enter()
    assert trial is not None

    breaker.settle(trial, Verdict.UNKNOWN)

    assert breaker.state is BreakerState.HALF_OPEN
    assert breaker.enter() is not None


def test_what_a_request_of_before_finds_changes_nothing() -> None:
    time = Time()
    breaker = made(time)
    old = breaker.enter()
    assert old is not None
    fail(breaker, 3)
    time.now_s += 11
    trial = breaker.enter()
    assert trial is not None

    breaker.settle(old, Verdict.SUCCEEDED)
    assert breaker.state is BreakerState.HALF_OPEN
    breaker.settle(trial, Verdict.FAILED)
    breaker.settle(old, Verdict.SUCCEEDED)

    assert breaker.state is BreakerState.OPEN


def test_opens_at_once_for_as_long_as_was_asked_for_up_to_the_limit() -> None:
    breaker, other = made(Time()), made(Time())

    fail(breaker, hold_s=30.0)
    fail(other, hold_s=1e9)

    assert breaker.opens_in_s() == 30.0
    assert other.opens_in_s() == 60.0


def test_jitter_moves_the_recovery_time_by_a_fifth_at_most() -> None:
    waits = []
    for chance in (0.0, 1.0):
        breaker = made(Time(), chance)
        fail(breaker, 3)
        waits.append(round(breaker.opens_in_s(), 6))

    assert waits == [8, 12]


class BreakerMachine(RuleBasedStateMachine):
    """Whatever happens in whatever order, a simple model says the same."""

    def __init__(self) -> None:
        super().__init__()
        self.time = Time()
        self.breaker = made(self.time)
        self.inside: list[Permit] = []
        self.era_inside: list[int] = []
        self.era = 0
        self.state = BreakerState.CLOSED
        self.failures = 0
        self.reopened = 0
        self.until_s = 0.0
        self.trial = False

    def model_opens(self, pause_s: float) -> None:
        self.state, self.until_s = BreakerState.OPEN, self.time.now_s + pause_s
        self.era, self.trial = self.era + 1, False

    @rule(seconds=st.sampled_from([0.0, 0.5, 5.0, 10.0, 61.0]))
    def time_passes(self, seconds: float) -> None:
        self.time.now_s += seconds
        if self.state is BreakerState.OPEN and self.time.now_s >= self.until_s:
            self.state, self.era, self.trial = (
                BreakerState.HALF_OPEN,
                self.era + 1,
                False,
            )

    @rule()
    def request_comes(self) -> None:
        permit = self.breaker.enter()
        may = self.state is BreakerState.CLOSED or (
            self.state is BreakerState.HALF_OPEN and not self.trial
        )
        assert (permit is not None) == may
        if permit is not None:
            self.inside.append(permit)
            self.era_inside.append(self.era)
            self.trial = self.state is BreakerState.HALF_OPEN

    @precondition(lambda self: self.inside)
    @rule(
        which=st.integers(0, 100),
        verdict=st.sampled_from(list(Verdict)),
        hold_s=st.sampled_from([None, None, 0.5, 600.0]),
    )
    def request_ends(self, which: int, verdict: Verdict, hold_s: float | None) -> None:
        permit = self.inside.pop(which % len(self.inside))
        era = self.era_inside.pop(which % (len(self.inside) + 1))
        self.breaker.settle(permit, verdict, hold_s)
        if era != self.era:
            return
        if verdict is Verdict.SUCCEEDED:
            self.failures = self.reopened = 0
            if self.state is not BreakerState.CLOSED:
                self.state, self.era = BreakerState.CLOSED, self.era + 1
            self.trial = False
        elif verdict is Verdict.UNKNOWN:
            self.trial = False
        else:
            self.failures += 1
            if hold_s is not None:
                self.model_opens(min(hold_s, 60.0))
            elif self.state is BreakerState.HALF_OPEN:
                self.reopened += 1
                self.model_opens(min(10.0 * 2**self.reopened, 60.0))
            elif self.failures >= 3:
                self.model_opens(min(10.0 * 2**self.reopened, 60.0))
            else:
                self.trial = False
        self.time_passes(0.0)

    @invariant()
    def states_agree(self) -> None:
        assert self.breaker.state is self.state
        assert (self.breaker.opens_in_s() > 0) == (self.state is BreakerState.OPEN)


BreakerMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None
)
TestBreaker = BreakerMachine.TestCase
