"""Timers that are heard on the virtual loudspeaker, and silenced by voice."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.household import Household

# Starting the daemon alone takes longer than a whole test may.
pytestmark = [pytest.mark.soundcard, pytest.mark.models, pytest.mark.soak]


def set_timer(home: Household, words: str) -> float:
    began_s = time.monotonic()
    done = home.cli("ask", words)
    assert done.returncode == 0, done.stderr
    return began_s


def test_timer_is_heard_and_stopped_without_the_wake_word(home: Household) -> None:
    began_s = set_timer(home, "set a timer for 4 seconds")
    ringing = home.wait_for("ringing", after_s=began_s)
    home.wait_for_state("speaking", after_s=ringing.at_s)
    listening = home.wait_for_state("listening", after_s=ringing.at_s)

    home.say("stop")
    turn = home.wait_for_turn(after_s=listening.at_s)

    assert turn["intent"] == "session.stop", home.story()
    assert ringing.data["kinds"] == ["timer"]
    silent_from_s = time.monotonic()
    time.sleep(6)  # longer than the pause between two rings
    assert home.events("ringing", after_s=silent_from_s) == [], home.story()


def test_timer_goes_on_ringing_after_the_daemon_was_killed(home: Household) -> None:
    began_s = set_timer(home, "set a timer for 4 seconds")
    home.wait_for("ringing", after_s=began_s)

    home.kill()
    again_s = time.monotonic()
    home.start()
    ringing = home.wait_for("ringing", after_s=again_s)
    home.call("stop")

    assert ringing.data["kinds"] == ["timer"], home.story()
    assert home.call("status")["next_ring"] is None
