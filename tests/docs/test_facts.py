"""What the pages state as a fact is one: what can be said, engines, states, times, licences."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import wave
from datetime import UTC, datetime
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from clara_edge import __version__
from clara_edge.config.schema import Config
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.intents import Intent
from clara_edge.engines.nlu.learned.engine import FILE, LearnedUnderstanding
from clara_edge.engines.nlu.learned.network import Network
from clara_edge.voice import frames
from tests.docs.pages import README, REPO, section

if TYPE_CHECKING:
    from pathlib import Path

ARCHITECTURE = (REPO / "docs/architecture.md").read_text("utf-8")
GLOSSARY = (REPO / "docs/glossary.md").read_text("utf-8")


def fenced(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def rows(text: str) -> list[list[str]]:
    """Return the cells of every table row but heads and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines]
    rules = {i for i, row in enumerate(cells) if set(row[0]) <= {"-"} and row[0]}
    return [r for i, r in enumerate(cells) if i not in rules and i + 1 not in rules]


@pytest.mark.parametrize(
    ("what", "intents"),
    [
        ("add a task", {Intent.TASK_CREATE}),
        ("put things on a list", {Intent.TASK_CREATE}),
        ("hear your tasks", {Intent.TASK_QUERY}),
        (
            "tick off, change, delete",
            {Intent.TASK_COMPLETE, Intent.TASK_UPDATE, Intent.TASK_DELETE},
        ),
        (
            "set a timer or an alarm",
            {Intent.TIMER_CREATE, Intent.ALARM_CREATE, Intent.ALARM_SNOOZE},
        ),
        ("hear what may be next", {Intent.TASK_SUGGEST}),
        (
            "ask the clock, change the loudness, be left alone",
            {Intent.CLOCK_QUERY, Intent.SESSION_VOLUME, Intent.SESSION_QUIET},
        ),
        ("end it", {Intent.SESSION_STOP}),
    ],
)
def test_what_the_readme_says_one_can_say_is_understood(
    what: str, intents: set[Intent]
) -> None:
    table = {row[0]: row[1] for row in rows(section(README, "What to say"))}
    now = datetime(2026, 1, 5, 9, tzinfo=UTC)

    said = re.findall(r'"([^"]+)"', table[what])

    assert said
    parser = LearnedUnderstanding(Network(FILE))
    understood = {
        parser.interpret(text, Conversation("docs"), now).intent for text in said
    }
    assert understood == intents


def test_the_engine_of_the_readme_speaks_once_its_package_is_installed(
    tmp_path: Path,
) -> None:
    [module] = fenced(section(README, "Extend"), "python")
    [project] = fenced(section(README, "Extend"), "toml")
    install(tmp_path / "site", module, project)

    done = subprocess.run(
        [
            *(sys.executable, "-c", "from clara_edge.cli.main import main; main()"),
            *("-o", "tts.engines=chime", "-o", "tts.options.chime.pitch_hz=220"),
            *("say", "good morning", "--out", "chime.wav"),
        ],
        cwd=tmp_path,
        env=os.environ
        | {
            "PYTHONPATH": str(tmp_path / "site"),
            "CLARA_PATHS__DATA": str(tmp_path / "data"),
            "CLARA_PATHS__CACHE": str(tmp_path / "cache"),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "chime/220" in done.stderr
    with wave.open(str(tmp_path / "chime.wav"), "rb") as wav:
        assert wav.getnframes() == 2 * wav.getframerate() // 5  # a note a word


def install(site: Path, module: str, project: str) -> None:
    """Do what pip does with a package of one module and its entry points."""
    first = module.splitlines()[0]
    path = site / first.removeprefix("# ")
    path.parent.mkdir(parents=True)
    path.write_text(module, "utf-8")
    info = site / "my_engines-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: my-engines\nVersion: 1.0\n"
    )
    points = tomllib.loads(project)["project"]["entry-points"]
    lines = [
        f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in names.items())
        for group, names in points.items()
    ]
    (info / "entry_points.txt").write_text("\n".join(lines), "utf-8")


def test_the_readme_warns_of_models_that_may_not_be_sold() -> None:
    manifest = tomllib.loads((REPO / "clara_edge/models/manifest.toml").read_text())
    starters = [p["licence"] for p in manifest["packs"] if p.get("starter")]

    assert any("CC BY-NC-SA 4.0" in licence for licence in starters)
    assert "CC BY-NC-SA 4.0: **not for commercial use**" in section(README, "Licences")
    for licence in starters:
        assert licence.split()[0] in section(README, "Licences")


def test_the_architecture_page_has_every_state_frame_and_layer() -> None:
    states = [row[0] for row in rows(section(ARCHITECTURE, "The gate"))]
    own = [row[0].strip("`") for row in rows(section(ARCHITECTURE, "Frames"))]
    layers = section(ARCHITECTURE, "Layers")
    packages = [p.parent.name for p in (REPO / "clara_edge").glob("*/__init__.py")]

    assert states == [str(state) for state in frames.GateState]
    assert set(own) == {name for name in vars(frames) if name.endswith("Frame")} - {
        "DataFrame",
        "SystemFrame",
    }
    for package in packages:
        assert re.search(rf"`(?:clara_edge/)?{package}`", layers), package


def test_the_architecture_page_names_the_default_times() -> None:
    times = Config().listening
    ends = section(ARCHITECTURE, "End of a turn")
    gate = section(ARCHITECTURE, "The gate")

    assert f"after {times.vad_stop_s:g} s of silence" in ends
    assert f"| after {times.pause_unsure_s:g} s more" in ends
    assert f"| after {times.pause_incomplete_s:g} s more |" in ends
    assert f"| after {times.followup_s:g} s more |" in ends
    assert f"{times.turn_max_s:g} s hears silence" in ends
    assert f"for {times.patience_s:g} s (follow-up: {times.followup_s:g} s)" in gate
    assert f"for {times.echo_tail_ms:g} ms" in gate
    assert f"{times.preroll_ms / 1000:g} s of pre-roll" in ARCHITECTURE


def test_words_that_the_glossary_refers_to_have_an_entry() -> None:
    entries = [w.strip() for row in rows(GLOSSARY) for w in row[0].split(",")]
    references = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", GLOSSARY)

    assert references
    assert len(entries) == len(set(entries))
    for word in references:
        assert {word, word.removesuffix("s")} & set(entries), word


def test_the_changelog_has_a_section_for_what_is_not_released() -> None:
    changelog = (REPO / "CHANGELOG.md").read_text("utf-8")

    assert re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)[0] == "Unreleased"
    assert f"To become {__version__}" in changelog


@pytest.mark.parametrize(
    ("stage", "page"), [("wake", "wake"), ("stt", "stt"), ("tts", "speech")]
)
def test_every_setting_of_every_engine_is_documented(stage: str, page: str) -> None:
    text = (REPO / f"docs/{page}.md").read_text("utf-8")
    engines = list(entry_points(group=f"clara_edge.{stage}"))

    assert engines
    for engine in engines:
        for setting in engine.load().Settings.model_fields:
            assert re.search(
                rf"`{setting}`|^{setting} = |\b{setting}\]\]", text, re.MULTILINE
            ), f"{engine.name}: {setting}"
