"""`clara bench llm` on the small model: what it measures is plausible and complete."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from clara_edge.cli.bench.llm import highlights, show
from clara_edge.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def result(test_data: Path) -> dict:
    model = test_data / "models" / "stories260K" / "stories260K-q8_0.gguf"
    words = ["bench", "llm", "--quick", "--model", str(model), "--json", "-"]
    done = CliRunner(env={"CLARA_TEST_DATA": str(test_data)}).invoke(cli, words)
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def test_the_prefix_is_read_once_and_kept_over_a_restart(result: dict) -> None:
    local = result["local"]

    assert local["unsaved"]["reused"] == 0
    assert local["cold"]["reused"] < local["cold"]["prompt"] / 10  # how prompts begin
    assert local["again"]["reused"] > local["again"]["prompt"] / 2
    assert local["restarted"]["reused"] > local["restarted"]["prompt"] / 2


def test_every_answer_has_its_times(result: dict) -> None:
    for outcome in (result["local"]["again"], result["peer"]["again"]):
        assert 0 < outcome["first_s"] < outcome["whole_s"]
        assert outcome["tokens_per_s"] > 0
    for outcome in (result["local"], result["peer"]):
        assert outcome["memory_mib"] > 1
        assert outcome["abort"]["worst_s"] >= outcome["abort"]["notice_s"] > 0


def test_shows_tables_and_highlights(
    result: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    show(result)

    shown = capsys.readouterr().out
    assert "restarted" in shown
    assert "x the server's time" in shown
    assert [f.name for f in highlights(result)][-2:] == [
        "interruption over within",
        "first token against llama_cpp.server",
    ]


def test_shows_what_there_is_where_the_server_is_missing(
    result: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = result | {"peer": {"error": "it needs uvicorn"}}

    show(alone)

    assert "not measured: it needs uvicorn" in capsys.readouterr().out
    assert len(highlights(alone)) == len(highlights(result)) - 1
