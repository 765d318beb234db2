from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.domain.errors import EngineFailedError
from clara_edge.engines.stt import trial
from clara_edge.engines.stt.online_layouts import plan_online
from clara_edge.engines.stt.plan import LoadPlan
from tests.engines.stt import tone_model

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plan(tmp_path: Path) -> LoadPlan:
    folder = tone_model.build_zipformer2_ctc(tmp_path / "pack")
    return plan_online(folder, None, 1, None).plan


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the processes that are started."""
    started: list[str] = []
    run = trial._run

    def counted(plan: LoadPlan, task: str) -> Any:
        started.append(task)
        return run(plan, task)

    monkeypatch.setattr(trial, "_run", counted)
    return started


def test_a_model_that_loaded_once_is_not_tried_again(
    plan: LoadPlan, tmp_path: Path, trials: list[str]
) -> None:
    trial.prove_loads(plan, tmp_path / "cache")
    trial.prove_loads(plan, tmp_path / "cache")

    assert trials == ["load"]


def test_a_changed_file_is_tried_again(
    plan: LoadPlan, tmp_path: Path, trials: list[str]
) -> None:
    trial.prove_loads(plan, tmp_path / "cache")

    os.utime(plan.files[0], ns=(1, 1))
    trial.prove_loads(plan, tmp_path / "cache")

    assert trials == ["load", "load"]


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', "[1, null]"])
def test_an_unreadable_record_only_costs_another_trial(
    plan: LoadPlan, tmp_path: Path, trials: list[str], content: str
) -> None:
    (tmp_path / "stt-proven.json").write_text(content, "utf-8")

    trial.prove_loads(plan, tmp_path)
    trial.prove_loads(plan, tmp_path)

    assert trials == ["load"]


def test_an_unwritable_cache_only_costs_another_trial(
    plan: LoadPlan, tmp_path: Path, trials: list[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")

    trial.prove_loads(plan, blocked)
    trial.prove_loads(plan, blocked)

    assert trials == ["load", "load"]


def test_a_trial_that_does_not_end_is_a_failure(
    plan: LoadPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs(*args: Any, **kwargs: Any) -> Any:
        raise subprocess.TimeoutExpired("python", 120)

    monkeypatch.setattr(trial.subprocess, "run", hangs)

    with pytest.raises(EngineFailedError, match=r"the trial of .* failed"):
        trial.prove_loads(plan, tmp_path)


def test_a_plan_survives_the_way_to_another_process(plan: LoadPlan) -> None:
    assert LoadPlan.from_json(plan.to_json()) == plan
