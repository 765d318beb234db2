"""Several conversations share one engine: the device waits for one piece of work at most."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError

import pytest

from clara_edge.voice.fair_thread import FairThread


@pytest.fixture
def busy():
    """A thread that works on something until it is let go, with what it did meanwhile."""
    thread, go, done = FairThread("test"), threading.Event(), []
    thread.lane().submit(go.wait)
    yield thread, go, done
    go.set()
    thread.shutdown(cancel_futures=True)


def test_the_device_goes_before_all_guests_that_wait(busy):
    thread, go, done = busy
    guest = thread.lane()
    for number in range(5):
        guest.submit(done.append, f"guest {number}")
    own = thread.submit(done.append, "device")

    go.set()
    own.result(5)

    assert done[0] == "device"


def test_guests_take_turns_however_much_one_of_them_wants(busy):
    thread, go, done = busy
    greedy, modest = thread.lane(), thread.lane()
    for number in range(4):
        greedy.submit(done.append, f"greedy {number}")
    last = modest.submit(done.append, "modest")

    go.set()
    last.result(5)

    assert done.index("modest") == 1


def test_work_of_one_guest_stays_in_order(busy):
    thread, go, done = busy
    guest = thread.lane()
    last = [guest.submit(done.append, number) for number in range(20)][-1]

    go.set()
    last.result(5)

    assert done == list(range(20))


def test_an_error_belongs_to_whoever_waits_and_the_thread_goes_on(busy):
    thread, go, _ = busy
    broken = thread.lane().submit(int, "x")
    go.set()

    with pytest.raises(ValueError, match="invalid literal"):
        broken.result(5)
    assert thread.submit(int, "7").result(5) == 7


def test_shutting_down_does_what_waits_and_takes_nothing_more(busy):
    thread, go, done = busy
    thread.lane().submit(done.append, "late")
    go.set()

    thread.shutdown()

    assert done == ["late"]
    with pytest.raises(RuntimeError, match="shut down"):
        thread.submit(done.append, "never")


def test_work_that_is_cancelled_before_its_turn_is_left_out(busy):
    thread, go, done = busy
    given_up = thread.lane().submit(done.append, "given up")
    given_up.cancel()
    go.set()

    thread.submit(int).result(5)
    thread.shutdown()

    assert done == []
    with pytest.raises(CancelledError):
        given_up.result(0)
