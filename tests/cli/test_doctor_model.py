"""`clara doctor model`: who answers small talk, and what is missing."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from clara_edge.cli.doctor import doctor
from clara_edge.cli.main import CliState
from clara_edge.config.schema import Config, LanguageModel, Paths
from clara_edge.domain.errors import LanguageModelAbsentError

REMOTE = {"engine": "openai_compatible", "url": "https://models.example/v1"}


@pytest.fixture
def run(tmp_path):
    """Run `clara doctor model …` on a machine with these providers and no daemon."""

    def invoke(section, *arguments):
        state = CliState()
        state.config = Config(
            paths=Paths(data=tmp_path / "data", runtime=tmp_path / "run"),
            language_model=section,
        )
        command = ["model", *arguments]
        return CliRunner().invoke(doctor, command, obj=state)

    return invoke


def test_each_provider_is_told_with_what_it_sees(run):
    section = LanguageModel(providers=("far",), options={"far": REMOTE})

    result = run(section)

    assert result.exit_code == 0
    assert result.output.startswith("ready")
    assert "models.example" in result.output
    assert "sees no tasks" in result.output


def test_json_has_one_object_for_each(run):
    section = LanguageModel(providers=("far",), options={"far": REMOTE})

    (told,) = json.loads(run(section, "--json").output)

    assert (told["name"], told["local"], told["may_see_tasks"]) == ("far", False, False)


def test_without_any_it_says_what_to_install_and_fails(run):
    result = run(LanguageModel())

    assert isinstance(result.exception, LanguageModelAbsentError)
    assert "clara models pull" in result.output


def test_switched_off_is_none_ready(run):
    result = run(LanguageModel(enabled=False))

    assert isinstance(result.exception, LanguageModelAbsentError)
