"""The layers of the configuration, and the one report of what is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clara_edge.config.layers import Places
from clara_edge.config.load import load_config, load_layers
from clara_edge.config.schema import Config
from clara_edge.domain.errors import ConfigInvalidError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "etc" / "conf.d").mkdir(parents=True)
    return Places(system=tmp_path / "etc", user=tmp_path / "home" / "clara.toml")


def write(file: Path, text: str | bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def report(**sources: object) -> list[str]:
    with pytest.raises(ConfigInvalidError) as caught:
        load_config(**{"environ": {}, **sources})
    first, *lines = str(caught.value).splitlines()
    assert first.startswith(f"the configuration has {len(lines)} problem")
    return [line.strip() for line in lines]


def test_gives_the_defaults_when_nothing_is_configured(places: Places) -> None:
    assert load_config(environ={}, places=places) == Config()


def test_each_layer_wins_over_the_one_below(places: Places, tmp_path: Path) -> None:
    sources: dict = {"environ": {}, "places": places}
    seen = []

    write(places.system / "clara.toml", "[web]\nport = 1001")
    seen.append(load_config(**sources).web.port)
    write(places.system / "conf.d" / "10-b.toml", "[web]\nport = 1003")
    write(places.system / "conf.d" / "05-a.toml", "[web]\nport = 1002")
    seen.append(load_config(**sources).web.port)
    write(places.user, "[web]\nport = 1004")
    seen.append(load_config(**sources).web.port)
    sources["environ"] = {"CLARA_WEB__PORT": "1005"}
    seen.append(load_config(**sources).web.port)
    sources["file"] = write(tmp_path / "my.toml", "[web]\nport = 1006")
    seen.append(load_config(**sources).web.port)
    sources["overrides"] = ["web.port=1007", "web.port=1008"]
    seen.append(load_config(**sources).web.port)

    assert seen == [1001, 1003, 1004, 1005, 1006, 1008]


def test_tables_are_merged_and_lists_are_replaced(places: Places) -> None:
    write(
        places.system / "clara.toml",
        '[tts]\nengines = ["flite"]\n[tts.options.flite]\nvoice = "slt"\nspeed = 1.5',
    )
    write(places.user, '[tts.options.flite]\nvoice = "rms"\n[audio]\ninput = "Jabra"')

    config = load_config(environ={}, places=places)

    assert config.tts.engines == ("flite",)
    assert config.tts.options == {"flite": {"voice": "rms", "speed": 1.5}}
    assert config.audio.input == "Jabra"
    assert config.audio.output == "default"


def test_ignores_files_of_conf_d_that_are_not_toml(places: Places) -> None:
    write(places.system / "conf.d" / "clara.toml.dpkg-old", "nonsense")

    assert load_config(environ={}, places=places) == Config()


def test_an_empty_text_leaves_an_optional_setting_open(places: Places) -> None:
    write(places.system / "clara.toml", '[models]\nmirror = "http://nas"')
    write(places.user, '[models]\nmirror = ""\n[paths]\ndata = ""')

    config = load_config(environ={}, places=places)

    assert config.models.mirror is None
    assert config.paths.data is None


def test_reports_all_problems_of_all_layers_with_file_and_line(
    places: Places, tmp_path: Path
) -> None:
    main = write(
        places.system / "clara.toml",
        '[audio]\n# a comment\ninptu = "Jabra"\n\n[web]\nport = "8080"\n[lisening]\nx = 1',
    )
    broken = write(places.system / "conf.d" / "a.toml", "\n\n[web\nport = 1")
    latin = write(places.system / "conf.d" / "b.toml", b'# ok\n[audio]\ninput = "\xe4"')
    mine = write(tmp_path / "mine.toml", 'log.level = "LOUD"')

    lines = report(
        places=places,
        file=mine,
        environ={"CLARA_AUDIO__RETRY_S": "0", "CLARA_AUDIO_INPUT": "x"},
        overrides=["voice.volume=2", "nonsense"],
    )

    assert lines == [
        (
            f"{broken}:3: is not TOML: expected ']' at the end of a table declaration; "
            'settings are TOML: key = "text", key = 5, key = true'
        ),
        f"{latin}:3: is not UTF-8 text; save it in UTF-8",
        (
            "environment variable CLARA_AUDIO_INPUT: is not a setting; "
            "did you mean 'CLARA_AUDIO__INPUT'?"
        ),
        "option -o nonsense: is not a setting; write it as -o section.key=value",
        f"{main}:3: audio.inptu = \"Jabra\": unknown setting; did you mean 'audio.input'?",
        f'{main}:6: web.port = "8080": must be a valid integer; the default is 8080',
        f"{main}:7: lisening = {{\"x\": 1}}: unknown setting; did you mean 'listening'?",
        (
            "environment variable CLARA_AUDIO__RETRY_S: audio.retry_s = 0: "
            "must be greater than 0; the default is 1.0"
        ),
        (
            f"{mine}:1: log.level = \"LOUD\": must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'; "
            'the default is "INFO"'
        ),
        (
            "option -o voice.volume: voice.volume = 2: must be less than or equal to 1; "
            "the default is 0.8"
        ),
    ]


def test_reports_a_mistake_that_a_higher_layer_hides(places: Places) -> None:
    file = write(places.system / "clara.toml", "[web]\nport = 0")

    lines = report(places=places, overrides=["web.port=8081"])

    assert lines == [
        f"{file}:2: web.port = 0: must be greater than or equal to 1; the default is 8080"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("web = 5", "web = 5: must be a table of settings; write it as a table [web]"),
        (
            "[stt.options]\nsherpa = 1",
            (
                "stt.options.sherpa = 1: must be a table of settings; "
                "write it as a table [stt.options.sherpa]"
            ),
        ),
        (
            "[web]\nport = true",
            "web.port = true: must be a valid integer; the default is 8080",
        ),
        (
            "[earcons]\nenabled = 1",
            "earcons.enabled = 1: must be a valid boolean; the default is true",
        ),
        (
            "[voice]\nvolume = nan",
            "voice.volume = NaN: must be less than or equal to 1; the default is 0.8",
        ),
        (
            "[web]\nport = 1979-05-27",
            'web.port = "1979-05-27": must be a valid integer; the default is 8080',
        ),
        (
            '[tts]\nengines = ["flite", 5]',
            (
                "tts.engines.1 = 5: must be a valid string; "
                'the default is ["piper", "flite", "espeak"]'
            ),
        ),
        (
            "[audio]\ninput = ''\nbitrate = 1",
            (
                "audio.bitrate = 1: unknown setting; "
                "known in [audio]: input, output, output_rate_hz, retry_s"
            ),
        ),
        (
            'port = 80\nhost = ""',
            "port = 80: unknown setting; did you mean 'web.port'?",
        ),
    ],
)
def test_explains_a_wrong_value(text: str, expected: str, places: Places) -> None:
    write(places.user, text)

    lines = [line.split(": ", 1)[1] for line in report(places=places)]

    assert expected in lines


def test_shortens_a_very_long_value(places: Places) -> None:
    write(places.user, f'[web]\nport = "{"9" * 5000}"')

    (line,) = report(places=places)

    assert len(line) < 300
    assert "999…" in line


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"a = " + b"[" * 100_000, "is nested too deeply"),
        (b"#" * 300_000, "is larger than 256 KiB"),
        (b"a = \x00", "is not TOML"),
        (b"[web]\nport = 1\nport = 2", "is not TOML: cannot overwrite a value"),
    ],
)
def test_reports_a_file_that_cannot_be_used(
    content: bytes, what: str, places: Places
) -> None:
    write(places.user, content)

    (line,) = report(places=places)

    assert what in line


def test_reads_a_file_with_byte_order_mark_and_windows_line_ends(
    places: Places,
) -> None:
    write(places.user, b"\xef\xbb\xbf[web]\r\nport = 81\r\n")

    assert load_config(environ={}, places=places).web.port == 81


def test_reports_a_folder_in_place_of_a_file(places: Places) -> None:
    places.user.mkdir(parents=True)

    (line,) = report(places=places)

    assert line.startswith(f"{places.user}: cannot be read: Is a directory")


@pytest.fixture
def nobody() -> Iterator[None]:
    """Drop root's right to read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65_534)
    yield
    os.seteuid(user)


def test_reports_every_file_without_permission(
    places: Places, request: pytest.FixtureRequest
) -> None:
    main = write(places.system / "clara.toml", "")
    write(places.user, "")
    places.user.parent.chmod(0)
    main.chmod(0)
    request.getfixturevalue("nobody")

    lines = report(places=places)

    for file in (main, places.user):
        assert any(
            line.startswith(f"{file}: cannot be read: Permission denied; make it")
            for line in lines
        )


def test_reports_a_missing_file_that_was_asked_for(
    places: Places, tmp_path: Path
) -> None:
    (line,) = report(places=places, file=tmp_path / "no.toml")

    assert "no.toml: cannot be read: No such file" in line


@pytest.mark.parametrize(
    ("text", "section", "key", "value"),
    [
        ("audio.input=Jabra Speak 750", "audio", "input", "Jabra Speak 750"),
        ("audio.input=5", "audio", "input", "5"),
        ('audio.input="hw:1,0"', "audio", "input", "hw:1,0"),
        ("audio.input=a=b", "audio", "input", "a=b"),
        ("audio.retry_s=2", "audio", "retry_s", 2.0),
        ("listening.smart_turn=true", "listening", "smart_turn", True),
        ("tts.engines=flite, espeak", "tts", "engines", ("flite", "espeak")),
        ('tts.engines=["flite"]', "tts", "engines", ("flite",)),
        ("paths.data=/srv/clara", "paths", "data", Path("/srv/clara")),
        ("log.level=DEBUG", "log", "level", "DEBUG"),
        (
            "wake.options.openwakeword.patience=2",
            "wake",
            "options",
            {"openwakeword": {"patience": 2}},
        ),
    ],
)
def test_reads_options_and_variables_without_quotes(
    text: str, section: str, key: str, value: object, places: Places
) -> None:
    name, _, raw = text.partition("=")
    variable = "CLARA_" + name.replace(".", "__").upper()

    by_option = load_config(environ={}, places=places, overrides=[text])
    by_variable = load_config(environ={variable: raw}, places=places)

    assert getattr(getattr(by_option, section), key) == value
    assert by_option == by_variable


def test_a_value_with_a_line_break_sets_only_its_own_key(places: Places) -> None:
    (line,) = report(places=places, overrides=["web.port=1\nhost='0.0.0.0'"])

    assert "must be a valid integer" in line


def test_leaves_variables_alone_that_are_no_settings(places: Places) -> None:
    environ = {
        "CLARA_TEST_DATA": "x",
        "CLARA_MODEL_MIRROR": "x",
        "CLARA_MODELS_DIR": "x",
        "CLARA": "x",
        "CLARABELL__X": "x",
        "CLARA_SUPERVISOR_PID": "1",
    }

    assert load_config(environ=environ, places=places) == Config()


def test_tells_where_each_setting_was_written(places: Places) -> None:
    file = write(places.system / "clara.toml", "[web]\nport = 81\nhost = 'a'")

    loaded = load_layers(
        environ={"CLARA_LOG__LEVEL": "DEBUG"},
        places=places,
        overrides=["web.host=b"],
    )

    assert loaded.where(("web", "port")) == f"{file}:2"
    assert loaded.where(("web", "host")) == "option -o web.host"
    assert loaded.where(("log", "level")) == "environment variable CLARA_LOG__LEVEL"
    assert loaded.where(("audio", "input")) == "default"
