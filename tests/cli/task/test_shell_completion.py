from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import get_completion_class

from clara_edge.cli.main import COMMANDS, cli

CLARA = Path(sys.executable).with_name("clara")


def offered(words, incomplete=""):
    """Return what the shell would offer after these words."""
    complete = get_completion_class("bash")(cli, {}, "clara", "_CLARA_COMPLETE")
    return {
        item.value: item.help for item in complete.get_completions(words, incomplete)
    }


@pytest.fixture
def filled(clara):
    """Some tasks, projects, tags and a template."""
    clara.task("add", "buy milk", "--project", "Shopping list", "-t", "shop")
    clara.task("add", "call the dentist", "-t", "phone")
    clara.ok("template", "save", "Trip", "--from", "1")
    return clara


def test_commands_are_offered_with_their_help_and_without_importing_them(filled):
    modules = set(sys.modules)

    assert offered([], "ta") == {"task": COMMANDS["task"][1]}
    assert set(offered([])) == set(COMMANDS)
    assert set(offered(["task"], "un")) == {"undo"}
    assert not {m for m in set(sys.modules) - modules if "pipecat" in m}


@pytest.mark.parametrize(
    "words",
    [
        ["task", "done"],
        ["task", "edit", "1"],
        ["task", "subtask"],
        ["task", "move", "1", "--after"],
        ["task", "add", "--parent"],
        ["template", "save", "x", "--from"],
    ],
)
def test_numbers_are_offered_with_titles(filled, words):
    assert offered(words) == {"1": "buy milk", "2": "call the dentist"}
    assert offered(words, "#2") == {"2": "call the dentist"}


@pytest.mark.parametrize(
    ("words", "begun", "values"),
    [
        (["task", "add", "--project"], "sh", {"Shopping list"}),
        (["task", "add", "-t"], "", {"phone", "shop"}),
        (["task", "edit", "1", "--untag"], "p", {"phone"}),
        (["task", "add", "-p"], "u", {"urgent"}),
        (["task", "list"], "p", {"priority:", "project:", "parent:"}),
        (["task", "list"], "sta", {"status:", "start:"}),
        (["task", "list"], "proj", {"project:Shopping list"}),
        (["task", "list"], "priority:h", {"priority:high"}),
        (["task", "list"], "tag:s", {"tag:shop"}),
        (["task", "list"], "#p", {"#phone"}),
        (["task", "list"], "@", {"@Shopping list"}),
        (["task", "list"], "sort:t", {"sort:title"}),
        (["task", "count"], "is:over", {"is:overdue"}),
        (["task", "list"], "colour:", set()),
        (["project", "show"], "", {"Shopping list"}),
        (["project", "delete", "--to"], "s", {"Shopping list"}),
        (["template", "use"], "t", {"Trip"}),
        (["task", "tag", "rename"], "s", {"shop"}),
        (["task", "tag"], "r", {"rename"}),
    ],
)
def test_names_and_filters_are_offered(filled, words, begun, values):
    assert set(offered(words, begun)) == values


@pytest.mark.parametrize(
    ("words", "begun", "values"),
    [
        (["priority"], ":", {"low", "medium", "high", "urgent"}),
        (["priority", ":"], "h", {"high"}),
        (["project", ":"], "sh", {"Shopping list"}),
        (["due", ":", "today", "@"], "sh", {"@Shopping list"}),
        (["due", ":", "today", "is", ":"], "over", {"overdue"}),
    ],
)
def test_words_that_bash_parted_are_understood(filled, words, begun, values):
    assert set(offered(["task", "list", *words], begun)) == values


def test_settings_before_the_command_are_respected(filled, tmp_path):
    elsewhere = ["-o", f"paths.data={tmp_path / 'other'}"]

    assert offered([*elsewhere, "task", "done"]) == {}
    assert not (tmp_path / "other").exists()


def test_damaged_database_offers_nothing_and_says_nothing(filled, tmp_path, capsys):
    (database,) = tmp_path.glob("data/clara-edge/clara.db")
    for file in database.parent.glob("clara.db*"):
        file.unlink()
    database.write_bytes(b"no database" * 100)

    assert offered(["task", "done"]) == {}
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_for_the_shell_asks_clara(clara, shell):
    script = clara.ok("completion", shell)

    assert "_CLARA_COMPLETE=" + shell + "_complete" in script.replace("env ", "")


def test_unknown_shell_is_wrong_usage(clara):
    assert clara("completion", "tcsh")[0] == 2


def test_real_program_completes(tmp_path):
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path)}
    subprocess.run(
        [CLARA, "task", "add", "buy", "milk"],
        env=environment,
        check=True,
        capture_output=True,
    )

    done = subprocess.run(
        [CLARA],
        env=environment
        | {
            "_CLARA_COMPLETE": "zsh_complete",
            "COMP_WORDS": "clara task done ",
            "COMP_CWORD": "3",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines() == ["plain", "1", "buy milk"]
    assert done.stderr == ""


def test_bash_completes_with_the_script(tmp_path):
    environment = os.environ | {
        "XDG_DATA_HOME": str(tmp_path),
        "PATH": f"{CLARA.parent}:{os.environ['PATH']}",
    }
    script = """
        source <(clara completion bash)
        COMP_WORDS=(clara task re) COMP_CWORD=2
        _clara_completion clara
        printf '%s\\n' "${COMPREPLY[@]}"
        clara project add "Shopping list" > /dev/null
        COMPREPLY=()
        COMP_WORDS=(clara task add --project Sh) COMP_CWORD=4
        _clara_completion clara
        printf '%s\\n' "${COMPREPLY[@]}"
        COMPREPLY=()
        COMP_WORDS=(clara task add --project '"Sh') COMP_CWORD=4
        _clara_completion clara
        printf '%s\\n' "${COMPREPLY[@]}"
    """

    done = subprocess.run(
        ["bash", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines() == [
        *("reopen", "restore", "redo"),
        r"Shopping\ list",
        "Shopping list",
    ]
    assert done.stderr == ""


def test_completing_imports_no_speech_stack(tmp_path):
    code = (
        "import json, sys\n"
        "from click.shell_completion import get_completion_class\n"
        "from clara_edge.cli.main import cli\n"
        "complete = get_completion_class('bash')(cli, {}, 'clara', '_CLARA_COMPLETE')\n"
        "complete.get_completions(['task', 'done'], '')\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    heavy = {"pipecat", "onnxruntime", "sherpa_onnx", "flask", "llama_cpp", "rich"}
    assert heavy.isdisjoint(json.loads(done.stdout))
