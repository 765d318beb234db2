"""Ten minutes of sound that is not for Clara."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e import unrelated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clara_edge.ports.audio import Samples
    from tests.e2e.listener import Listener

pytestmark = [pytest.mark.soak, pytest.mark.models]


@pytest.mark.parametrize(
    "sound", [unrelated.without_speech, unrelated.speech], ids=["noise", "speech"]
)
def test_five_minutes_create_nothing_and_open_no_turn(
    sound: Callable[[Path, float], Samples], listener: Listener, test_data: Path
) -> None:
    heard = listener.hear(sound(test_data, 300.0))

    assert heard.audio_s >= 300.0
    assert (heard.wake_heard, heard.turns, len(heard.reply)) == (False, (), 0)
    assert listener.titles() == []
