from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clara_edge.cli.bench import idle
from clara_edge.cli.bench.sound_card import SoundCard
from clara_edge.domain.errors import AudioDeviceMissingError

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.cli.main import CliState


@pytest.mark.soundcard
@pytest.mark.models
def test_watches_both_services_and_weighs_every_part(
    bench_state: CliState,
    test_data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CLARA_TEST_DATA", str(test_data))
    monkeypatch.setattr(idle, "_WEB_S", 0.5)

    result = idle.measure(bench_state, seconds=2.0, turns=1)
    idle.show(result)

    watched = result["voice"]["watched"]
    assert set(watched) == {"asleep, silence", "asleep, kitchen", "awake, turns"}
    assert all(0 < one["cpu"] < 2 for one in watched.values())
    assert 50 < result["voice"]["memory_mb"]["asleep"] < 1_000
    assert 10 < result["web"]["memory_mb"] < result["voice"]["memory_mb"]["asleep"]
    parts = {part["part"]: part for part in result["parts"]}
    assert parts["wake word"]["name"] == "hey jarvis"
    assert "moonshine" in parts["speech-to-text"]["name"]
    assert parts["speech-to-text"]["added_mb"] > 20
    printed = capsys.readouterr().out
    assert "memory of the voice daemon" in printed
    assert "< 350 MB" in printed


def test_kitchen_noise_is_optional(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "speech").mkdir()
    monkeypatch.setenv("CLARA_TEST_DATA", str(tmp_path))

    noise, reason = idle._kitchen(2.0)

    assert noise is None
    assert "kitchen" in reason


def test_kitchen_noise_is_as_long_as_asked(
    test_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLARA_TEST_DATA", str(test_data))

    noise, _ = idle._kitchen(150.0)

    assert noise.size == 150 * 16_000


def test_a_sound_card_without_its_programs_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(AudioDeviceMissingError, match="libasound2-plugins"):
        SoundCard(tmp_path)
