"""`clara doctor audio`, as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from clara_edge.audio.wav import read_wav

CLARA = [sys.executable, "-c", "from clara_edge.cli.main import main; main()"]


def run(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CLARA, *arguments],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def chosen(sound_card) -> list[str]:
    return [
        "-o",
        "audio.input=test microphone",
        "-o",
        f"audio.output={sound_card.loudspeaker}",
        "doctor",
        "audio",
        "--seconds",
        "0.2",
    ]


@pytest.mark.soundcard
def test_shows_devices_choice_level_and_tone(sound_card, chosen):
    with sound_card.feedback(-10.0):
        done = run(sound_card.env, *chosen)

    assert done.returncode == 0, done.stderr
    assert "Clara test loudspeaker" in done.stdout
    assert "microphone   clara_mic at 16000 Hz" in done.stdout
    assert "loudspeaker  clara_speaker at 48000 Hz" in done.stdout
    assert "dBFS, peak" in done.stdout
    assert "The microphone heard it" in done.stdout


@pytest.mark.soundcard
def test_prints_json_for_programs(sound_card, chosen):
    done = run(sound_card.env, *chosen, "--json")

    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["input"]["device"] == "clara_mic"
    assert report["output"]["rate_hz"] == 48_000
    assert report["level"]["peak_dbfs"] == -96.0
    assert report["loopback"]["heard"] is False


@pytest.mark.soundcard
def test_shows_a_real_voice_on_the_meter(sound_card, chosen, test_data):
    folder = test_data / "speech" / "commands_real"
    voice = read_wav(folder / "cancel all timers.wav")
    playing = sound_card.play_into_mic(voice.repeat(2), 32_000)

    done = run(sound_card.env, *chosen, "--seconds", "2", "--json", "--no-tone")

    playing.stop()
    assert json.loads(done.stdout)["level"]["peak_dbfs"] > -40


@pytest.mark.soundcard
def test_names_the_device_that_is_unknown_and_still_lists_the_rest(sound_card):
    done = run(
        sound_card.env, "-o", "audio.input=clara_mike", "-o",
        f"audio.output={sound_card.loudspeaker}", "doctor", "audio", "--no-tone",
    )  # fmt: skip

    assert done.returncode == 1
    assert "Clara test microphone" in done.stdout
    assert (
        "clara: error: no microphone is called 'clara_mike'; did you mean 'clara_mic'?"
        in done.stderr
    )


def test_says_what_still_works_without_a_sound_card(tmp_path):
    config = tmp_path / "asound.conf"
    config.write_text("pcm.default { type hw card 31 }\n")

    done = run({"ALSA_CONFIG_PATH": str(config)}, "doctor", "audio")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "clara: error: no sound card found; "
        "typed text and recordings still work: clara ask, clara hear"
    )
