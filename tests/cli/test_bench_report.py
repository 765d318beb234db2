from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType

import click
import pytest
from click.testing import CliRunner

from clara_edge.cli import bench as bench_package
from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure
from clara_edge.cli.main import CliState, cli
from clara_edge.domain.errors import ClaraError, EngineFailedError

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def stage(result: dict | ClaraError) -> ModuleType:
    """Return a stage as a module, as each file of the package is one."""
    module = ModuleType("stage")

    def measure(state: CliState, *, size: str = "whole") -> dict:
        if isinstance(result, ClaraError):
            raise result
        return result | {"size": size}

    module.measure = measure
    module.show = lambda shown: click.echo(f"shown {shown['words']}")
    module.highlights = lambda shown: [Figure("words", f"{shown['words']} of 5")]
    return module


@pytest.fixture
def stages(monkeypatch):
    """Return a function that replaces the stages of `clara bench`."""

    def replace(**modules: ModuleType) -> None:
        table = {name: (f"{name}:command", name.upper()) for name in modules}
        monkeypatch.setattr(bench_package, "STAGES", table)
        monkeypatch.setattr(
            bench_package, "QUICK", {key: {"size": "part"} for key in modules}
        )
        monkeypatch.setattr(bench_package, "import_module", modules.__getitem__)

    return replace


def invoke(*arguments: str):
    return CliRunner().invoke(cli, ["bench", *arguments], obj=CliState())


def test_bare_bench_runs_every_stage_and_saves_one_file(stages, tmp_path, monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    stages(ears=stage({"words": 3}), mouth=stage({"words": 4}))

    done = invoke()

    assert done.exit_code == 0, done.output
    assert "shown 3" in done.stdout
    [saved] = (tmp_path / "bench").iterdir()
    result = json.loads(saved.read_text(encoding="utf-8"))
    assert result["ears"] == {"words": 3, "size": "whole"}
    assert result["mouth"] == {"words": 4, "size": "whole"}
    assert result["quick"] is False
    assert result["machine"]["versions"]["onnxruntime"]


def test_the_last_table_has_the_figures_of_all_stages(stages, tmp_path):
    stages(
        ears=stage({"words": 3}),
        nose=stage(EngineFailedError("blocked")),
        mouth=stage({"words": 4}),
    )

    done = invoke("--json", str(tmp_path / "all.json"))

    last = done.stdout.partition("All stages on ")[2]
    for cell in ("3 of 5", "4 of 5", "not measured", "blocked"):
        assert cell in last
    assert done.stdout.index("shown 4") < done.stdout.index("All stages on ")


def test_quick_gives_each_stage_less_to_do(stages, tmp_path):
    stages(ears=stage({"words": 3}))
    saved = tmp_path / "all.json"

    invoke("--quick", "--json", str(saved))

    result = json.loads(saved.read_text(encoding="utf-8"))
    assert result["quick"] is True
    assert result["ears"]["size"] == "part"


def test_every_stage_takes_what_quick_gives_it():
    for name, (where, _) in bench_package.STAGES.items():
        module = import_module(where.split(":")[0])
        options = inspect.signature(module.measure).parameters
        assert set(bench_package.QUICK[name]) <= set(options)
        assert callable(module.highlights)


def test_quick_before_a_stage_is_wrong_usage():
    done = invoke("--quick", "wake")

    assert done.exit_code == 2
    assert "without a name" in done.output


def test_json_to_standard_output_is_all_that_is_printed(stages):
    stages(ears=stage({"words": 3}))

    done = invoke("--json", "-")

    assert json.loads(done.stdout)["ears"]["words"] == 3


def test_a_stage_that_fails_does_not_stop_the_others(stages, tmp_path):
    stages(ears=stage(EngineFailedError("deaf")), mouth=stage({"words": 4}))
    saved = tmp_path / "all.json"

    done = invoke("--json", str(saved))

    assert isinstance(done.exception, ClaraError)
    assert "ears" in str(done.exception)
    result = json.loads(saved.read_text(encoding="utf-8"))
    assert result["ears"] == {"error": "deaf"}
    assert result["mouth"]["words"] == 4


def test_json_before_a_stage_is_wrong_usage():
    done = invoke("--json", "-", "wake")

    assert done.exit_code == 2
    assert "after the name of the stage" in done.output


def test_lists_its_stages_without_importing_them():
    done = invoke("--help")

    assert done.exit_code == 0
    for name in ("wake", "stt", "tts", "turns", "idle"):
        assert name in done.stdout


def test_a_worker_that_fails_is_reported_with_its_last_words():
    with pytest.raises(EngineFailedError, match="unheard_of"):
        report.run_worker("clara_edge.unheard_of")


def test_a_worker_returns_the_json_that_it_prints_last(tmp_path):
    file = tmp_path / "given.json"
    file.write_text('{"cpu_s": 0.5}', encoding="utf-8")

    assert report.run_worker("json.tool", "--compact", str(file)) == {"cpu_s": 0.5}


def test_the_meter_counts_the_processor_time_of_this_process():
    meter = report.Meter()
    sum(range(2_000_000))

    used = meter.read()

    assert used["cpu_s"] > 0
    assert used["wall_s"] > 0
    assert used["rss_mib"] > 10


def test_a_failed_save_leaves_the_former_file(tmp_path):
    file = tmp_path / "result.json"
    report.save_json({"a": 1}, str(file))

    with pytest.raises(TypeError):
        report.save_json({"a": object()}, str(file))

    assert json.loads(file.read_text(encoding="utf-8")) == {"a": 1}
    assert list(tmp_path.iterdir()) == [file]


def test_machine_names_the_date_that_it_is_given():
    described = report.machine(NOW)

    assert described["date"] == "2026-03-01T12:00:00+00:00"
    assert described["cpu"]
    assert described["memory_mib"] > 100


def test_tables_show_transcripts_as_they_are(capsys):
    report.show_table("title", ["heard"], [("[green]grass[/green]",)])

    assert "[green]grass[/green]" in capsys.readouterr().out


def test_tables_show_what_was_not_measured_as_a_dash(capsys):
    report.show_table("title", ["name", "count"], [("a", 1), ("b", None)])

    printed = capsys.readouterr().out
    assert "title" in printed
    assert "-" in printed.splitlines()[-2]
