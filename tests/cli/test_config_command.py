"""`clara config show` and `clara config check`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from pydantic import SecretStr

from clara_edge.cli.main import cli
from clara_edge.config.base import Section
from clara_edge.config.schema import Config
from clara_edge.domain.errors import ConfigInvalidError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def clara() -> Callable[..., Result]:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments))

    return run


def test_show_prints_every_setting_as_it_would_be_written(
    clara: Callable[..., Result],
) -> None:
    lines = dict(
        line.split(None, 1)
        for line in clara("-oweb.port=81", "config", "show").output.splitlines()
    )

    assert lines["web.port"] == "81"
    assert lines["audio.input"] == '"default"'
    assert lines["models.mirror"] == '""'
    assert lines["earcons.enabled"] == "true"


def test_show_tells_where_each_setting_was_written(
    clara: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[tts.options.flite]\n\nvoice = 'slt'")

    output = clara(f"--config={file}", "config", "show", "--origin").output
    told = json.loads(
        clara(f"--config={file}", "config", "show", "--origin", "--json").output
    )

    assert any(
        line.split() == ["tts.options.flite.voice", '"slt"', f"{file}:3"]
        for line in output.splitlines()
    )
    assert told["tts.options.flite.voice"] == {"value": "slt", "origin": f"{file}:3"}
    assert told["web.port"]["origin"] == "default"


def test_show_for_programs_is_the_whole_configuration(
    clara: Callable[..., Result],
) -> None:
    shown = json.loads(clara("config", "show", "--json").output)

    assert shown == Config().model_dump(mode="json")


def test_a_secret_is_masked_where_settings_are_dumped() -> None:
    class Cloud(Section):
        key: SecretStr = SecretStr("hunter2")

    assert "hunter2" not in json.dumps(Cloud().model_dump(mode="json"))


def test_check_names_the_places_of_a_good_configuration(
    clara: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[web]\nport = 81")

    result = clara(f"--config={file}", "config", "check")

    assert result.exit_code == 0
    assert result.output.startswith("the configuration is fine")
    assert str(file) in result.output


def test_check_reports_mistakes_of_engines_too(clara: Callable[..., Result]) -> None:
    result = clara("-owake.options.openwakeword.patienc=1", "config", "check")

    assert result.exit_code == 1
    assert isinstance(result.exception, ConfigInvalidError)
    assert "did you mean 'patience'?" in str(result.exception)


def test_every_command_refuses_a_wrong_configuration(
    clara: Callable[..., Result],
) -> None:
    for command in ("status", "mute", "volume", "listen", "stop", "events", "run"):
        result = clara("-oweb.prt=1", command)

        assert isinstance(result.exception, ConfigInvalidError), command


def test_set_keeps_a_value_that_unset_forgets(
    clara: Callable[..., Result], tmp_path: Path
) -> None:
    data = f"-opaths.data={tmp_path}"

    kept = clara(data, "config", "set", "replies.style", "brief")
    listed = clara(data, "config", "show", "--origin", "--json")
    forgotten = clara(data, "config", "unset", "replies.style")

    assert kept.output.startswith('replies.style is now "brief"\nit counts from')
    assert json.loads(listed.output)["replies.style"] == {
        "value": "brief",
        "origin": f"{tmp_path / 'settings.toml'}:5",
    }
    assert forgotten.output.startswith('replies.style is now "conversational"')


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("replies.style", "rude", "must be 'brief'"),
        ("replies.stile", "brief", "did you mean 'replies.style'"),
        ("voice.volume", "loud", "must be a valid number"),
        ("paths.data", "/elsewhere", "cannot be chosen"),
        ("web.port", "81\nhost='x'", "must be a valid integer"),
    ],
)
def test_set_refuses_what_is_wrong(
    key: str, value: str, words: str, clara: Callable[..., Result], tmp_path: Path
) -> None:
    result = clara(f"-opaths.data={tmp_path}", "config", "set", key, value)

    assert result.exit_code == 1
    assert words in str(result.exception)
    assert not (tmp_path / "settings.toml").exists()


def test_check_tells_what_was_left_out(
    clara: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text('[replies]\nstyle = "gone"')

    result = clara(f"-opaths.data={tmp_path}", "config", "check")

    assert result.exit_code == 0
    assert "left out: " in result.output
    assert 'replies.style = "gone"' in result.output
