from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from clara_edge.cli.main import CliState, cli
from clara_edge.cli.models import models
from clara_edge.config.schema import Config, Models, Paths
from clara_edge.domain.errors import ModelDownloadError, ModelUnknownError
from clara_edge.models.manifest import load_manifest


@pytest.fixture
def state(tmp_path) -> CliState:
    """The state of a machine without any pack and with an empty mirror."""
    state = CliState()
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    state.config = Config(
        paths=Paths(data=tmp_path / "data"),
        models=Models(mirror=str(mirror), timeout_s=0.2),
    )
    return state


@pytest.fixture
def run(state, monkeypatch):
    """Run `clara models …`; errors are raised, not printed."""
    monkeypatch.delenv("CLARA_MODEL_MIRROR", raising=False)

    def invoke(*arguments: str) -> str:
        result = CliRunner().invoke(
            models,
            list(arguments),
            obj=state,
            catch_exceptions=False,
            standalone_mode=False,
        )
        if result.exception:
            raise result.exception
        return result.output

    return invoke


def test_list_shows_every_pack_with_licence_size_and_state(run):
    output = run("list")

    for pack in load_manifest().packs:
        assert pack.name in output
    assert "Apache-2.0" in output
    assert "5.0 GB" in output
    assert output.rstrip().splitlines()[-1].endswith("clara models pull starter")


def test_list_for_programs_is_json_with_the_same_packs(run):
    rows = json.loads(run("list", "--json"))

    assert [row["name"] for row in rows] == [
        pack.name for pack in load_manifest().packs
    ]
    assert {row["state"] for row in rows} == {"installed", "missing"}
    assert any(row["recommended_here"] for row in rows)


def test_pull_from_a_mirror_then_verify_then_remove(run, tmp_path, describe_small):
    (tmp_path / "mirror/toy").mkdir()
    (tmp_path / "mirror/toy/f").write_bytes(b"weights")

    assert "toy is in" in run("pull", "toy")
    assert "toy is as it should be" in run("verify", "toy")
    assert run("pull", "--quiet", "toy") == ""
    assert run("remove", "toy") == "toy is removed\n"
    assert run("remove", "toy") == "toy was not installed\n"


@pytest.fixture
def describe_small(monkeypatch):
    """Put one more pack, whose publisher does not exist, into the manifest."""
    toy = {
        "name": "toy",
        "kind": "tts",
        "engine": "none",
        "licence": "MIT",
        "size": 7,
        "description": "a toy",
        "files": [{"path": "f", "size": 7}],
        "sources": [{"kind": "wheel", "requirement": "no-such-clara-pack==1.0"}],
    }
    manifest = load_manifest()
    more = type(manifest).model_validate({"packs": [toy]}).packs
    bigger = manifest.model_copy(update={"packs": manifest.packs + more})
    monkeypatch.setattr("clara_edge.models.store.load_manifest", lambda: bigger)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)


def test_pull_that_fails_says_what_still_speaks(run, describe_small):
    with pytest.raises(ModelDownloadError, match="flite or espeak-ng"):
        run("pull", "toy")


def test_unreachable_publishers_are_one_line_and_no_failure(run, state, monkeypatch):
    manifest = load_manifest()
    nowhere = {"kind": "url", "url": "http://127.0.0.1:9/{path}"}
    chat = manifest.pack("qwen3-8b").model_dump() | {"sources": [nowhere]}
    alone = type(manifest).model_validate({"packs": [chat]})
    monkeypatch.setattr("clara_edge.models.store.load_manifest", lambda: alone)
    state.config = Config(paths=state.config.paths)

    output = run("pull", "--if-reachable", "qwen3-8b")

    assert len(output.splitlines()) == 1
    assert "qwen3-8b (5.0 GB) cannot be reached; Clara works without them" in output


def test_damaged_pack_comes_first_in_the_advice(run, tmp_path, describe_small):
    (tmp_path / "mirror/toy").mkdir()
    (tmp_path / "mirror/toy/f").write_bytes(b"weights")
    run("pull", "toy")
    (tmp_path / "data/models/toy/f").write_bytes(b"short")

    assert run("list").rstrip().endswith("clara models pull toy")


def test_unknown_name_is_an_error_with_the_way_out(run):
    with pytest.raises(ModelUnknownError, match="clara models list"):
        run("pull", "nope")


def test_verify_of_nothing_but_what_clara_carries_succeeds(run):
    assert "openwakeword-0.4 is as it should be" in run("verify")


def test_failure_exits_1_with_the_error_on_standard_error(tmp_path):
    clara = [sys.executable, "-c", "from clara_edge.cli.main import main; main()"]
    done = subprocess.run(
        [*clara, "models", "pull", "nope"], check=False, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr.startswith("clara: error: no model pack is called 'nope'")


def test_usage_exits_2():
    assert CliRunner().invoke(cli, ["models", "pull"]).exit_code == 2
