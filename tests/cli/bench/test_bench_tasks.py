from __future__ import annotations

import json
from collections import Counter
from random import Random

import pytest
from click.testing import CliRunner

from clara_edge.cli.bench import tasks
from clara_edge.cli.bench.tasks_timing import Times
from clara_edge.cli.bench.tasks_words import Words, misspelt
from clara_edge.cli.main import CliState, cli

SEARCH = {"p50": 20, "p99": 50}


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """The result of a small run, and what it printed."""
    folder = tmp_path_factory.mktemp("bench")
    target = folder / "result.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STATE_DIRECTORY", str(folder / "data"))
        done = CliRunner().invoke(
            cli,
            [
                "bench",
                "tasks",
                "--tasks",
                "2000",
                "--samples",
                "10",
                "--json",
                str(target),
            ],
            obj=CliState(),
        )
    assert done.exit_code == 0, done.output
    return json.loads(target.read_text(encoding="utf-8")), done.stdout, folder / "data"


def operation(name, p50, p99, target=None):
    return {
        "name": name,
        "p50": p50,
        "p99": p99,
        "calls": 10,
        "target": target or {"p50": 5, "p99": 50},
        "list_p50": 2 * p50,
        "like_p50": None,
    }


def result(*operations):
    return {
        "tasks": 1000,
        "projects": 200,
        "tags": 50,
        "size_mb": 3.2,
        "disk": {"p50": 1.0, "p99": 2.0},
        "opening": {"p50": 5.0, "p99": 9.0, "with_check_ms": 20.0},
        "operations": list(operations),
        "bulk": [{"name": "export as JSON", "seconds": 0.5}],
    }


def test_every_use_is_timed_beside_a_list_and_like(measured):
    found, _, _ = measured
    names = {one["name"]: one for one in found["operations"]}

    assert {
        "add",
        "complete",
        "complete recurring",
        "undo",
        "redo",
        "list today",
    } <= set(names)
    assert all(0 < one["p50"] <= one["p99"] for one in names.values())
    assert all(one["calls"] == 10 for one in names.values())
    assert names["search word"]["like_p50"] > 0
    assert names["search typing error"]["like_p50"] is None
    assert names["get by id"]["list_p50"] > 0
    assert found["tasks"] == 2000
    assert found["size_mb"] > 1
    assert found["disk"]["p50"] > 0


def test_the_database_of_the_measurement_is_thrown_away(measured):
    _, _, data = measured

    assert list(data.iterdir()) == []


def test_table_names_every_operation_and_the_disk(measured):
    found, printed, _ = measured

    assert "2,000 tasks, 200 projects, 50 tags" in printed
    assert "the disk alone" in printed
    for one in found["bulk"]:
        assert one["name"] in printed


def test_operation_that_is_too_slow_is_named(capsys):
    slow = result(
        operation("list today", 1, 2, {"p50": 5, "p99": 10}),
        operation("add", 6, 20),
        operation("search word", 10, 40, SEARCH),
    )

    figures = {f.name: f for f in tasks.highlights(slow)}
    tasks.show(slow)

    assert figures["missed their targets"].value == "add"
    assert figures["slowest p50 but search"].met is False
    assert figures["slowest p50 of a search"].met is True
    assert figures["listing today, p99"].met is True
    assert "missed" in capsys.readouterr().out


def test_the_slowest_of_few_calls_is_the_p99():
    assert Times.of([1.0, 9.0, 2.0]) == Times(2.0, 9.0, 3)
    assert Times.of([float(n) for n in range(1, 201)]).p99 == 198


def test_words_are_used_as_people_use_them():
    words = Words(Random(1)).pick(20_000)  # noqa: S311 - the same words each time

    counts = sorted(Counter(words).values(), reverse=True)
    assert counts[0] > 20 * counts[200]
    assert len(counts) > 2_000


def test_misspelt_word_has_the_same_letters_in_another_order():
    word = misspelt("letter", Random(1))  # noqa: S311 - the same mistake each time

    assert word != "letter"
    assert sorted(word) == sorted("letter")
