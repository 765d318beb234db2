"""Files that are made to do harm, or are broken: an error or a report, never more."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clara_edge.domain.errors import InputInvalidError
from clara_edge.exchange.formats import Format, read, write
from clara_edge.exchange.limits import MAX_DEPTH, MAX_LINE_CHARS
from tests.exchange.samples import SOURCE, by_id, everything

DEEP = 100_000
LONG = 10_000_000


def check_sound(plan):
    """Check what the store relies on: ids once, parents present, no circle, clean text."""
    tasks = by_id(plan.snapshot)
    assert len(tasks) == len(plan.snapshot.tasks)
    projects = {project.id for project in plan.snapshot.projects}
    for task in tasks.values():
        assert task.title == task.title.strip() != ""
        assert len(task.title) <= 500
        assert (task.title + task.description).encode("utf-8") is not None
        assert task.project_id is None or task.project_id in projects
        seen = set()
        above = task
        while above.parent_task_id is not None:
            assert above.id not in seen
            seen.add(above.id)
            above = tasks[above.parent_task_id]


def taken(text, kind):
    """Return the plan of a text, None if it was refused with an error for people."""
    try:
        _, plan = read(text if isinstance(text, bytes) else text.encode(), kind, SOURCE)
    except InputInvalidError as error:
        refused = str(error)
    else:
        check_sound(plan)
        return plan
    assert 0 < len(refused) < 1000
    return None


@pytest.mark.parametrize("kind", list(Format))
@pytest.mark.parametrize(
    "text",
    [
        "[" * DEEP,
        '{"a":' * DEEP,
        "[" * DEEP + "]" * DEEP,
        "- " * DEEP,
        "\n".join(" " * n + "- [ ] x" for n in range(2000)),
        "BEGIN:VCALENDAR\n" + "BEGIN:VTODO\n" * DEEP,
        "BEGIN:VCALENDAR\n" + "END:VTODO\n" * 2000,
        '"' + "x" * 300_000,
        "x" * LONG,
        "title\n" + "x" * LONG,
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:"
        + "x" * LONG
        + "\nEND:VTODO\nEND:VCALENDAR",
        "- [ ] " + "x" * LONG,
        "TYPE,CONTENT\ntask," + "x" * LONG,
        "- !!python/object/apply:os.system ['true']\n",
        "a: &a [*a, *a]\n",
        "\x00" * 1000,
        "title\n\x00\n\x1b[31mred\n",
        "\ufeff\ufeff",
    ],
    ids=lambda text: repr(text[:20]),
)
def test_an_absurd_file_is_refused_or_reported(text, kind):
    taken(text, kind)


@pytest.mark.parametrize("kind", list(Format))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_export_is_refused_or_reported(kind, data):
    whole = write(everything(), kind, SOURCE).encode()
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, min(begin + 40, len(whole))))
    other = data.draw(st.binary(max_size=20) | st.text(max_size=10).map(str.encode))

    taken(whole[:begin] + other + whole[end:], kind)


_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_wrong_types_anywhere_in_json_are_reported(data):
    content = json.loads(write(everything(), Format.JSON, SOURCE))
    name = data.draw(st.sampled_from(["projects", "tags", "tasks", "templates"]))
    item = data.draw(st.sampled_from(content[name]))
    item[data.draw(st.sampled_from(sorted(item)))] = data.draw(_json)

    taken(json.dumps(content), Format.JSON)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_wrong_types_anywhere_in_taskwarrior_are_reported(data):
    content = json.loads(write(everything(), Format.TASKWARRIOR, SOURCE))
    item = data.draw(st.sampled_from(content))
    names = [*sorted(item), "parent", "recur", "imask", "annotations", "depends"]
    item[data.draw(st.sampled_from(names))] = data.draw(_json)

    taken(json.dumps(content), Format.TASKWARRIOR)


def test_circles_are_cut_and_reported():
    text = "id,parent,title\na,b,A\nb,c,B\nc,a,C\nd,a,D\ne,e,E\n"

    plan = taken(text, Format.CSV)

    assert [task.title for task in plan.snapshot.tasks] == ["A", "B", "C", "D", "E"]
    reasons = [rejection.reason for rejection in plan.rejections]
    assert reasons == ["it would be its own ancestor"] * 2


def test_ids_that_come_twice_are_taken_once():
    plan = taken("id,title\na,One\na,Two\n", Format.CSV)

    assert [task.title for task in plan.snapshot.tasks] == ["One"]
    [rejection] = plan.rejections
    assert (rejection.where, rejection.reason) == ("line 3", "its id is that of line 2")


def test_numbers_and_places_in_a_series_belong_to_one_task():
    header = "id,title,number,due,repeat,series,series_index\n"
    rows = (
        "a,A,7,2026-12-01,FREQ=DAILY,s,1\n",
        "b,B,7,2026-12-02,FREQ=DAILY,s,1\n",
    )

    plan = taken(header + "".join(rows), Format.CSV)

    one, two = plan.snapshot.tasks
    assert (one.number, two.number) == (7, 0)
    assert two.occurrence.series_id == two.id != one.occurrence.series_id


@pytest.mark.parametrize("kind", [Format.MARKDOWN, Format.CSV, Format.ICS])
def test_a_title_that_is_too_long_is_kept_in_the_notes(kind):
    title = "word " * 2000
    text = {
        Format.MARKDOWN: f"- [ ] {title}",
        Format.CSV: f"title\n{title}",
        Format.ICS: f"BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:{title}\nEND:VTODO\nEND:VCALENDAR",
    }[kind]

    plan = taken(text, kind)

    [task] = plan.snapshot.tasks
    assert task.title.endswith("…")
    assert task.description == title.strip()
    assert "9,999 characters" in plan.rejections[0].reason


def test_a_line_over_the_limit_is_reported_and_the_next_one_taken():
    text = f"title\n{'x' * (MAX_LINE_CHARS + 1)}\nOne\n"

    plan = taken(text, Format.CSV)

    assert "One" in [task.title for task in plan.snapshot.tasks]
    assert plan.rejections[0].where == "line 2"


def test_items_that_are_too_deep_are_reported():
    lines = [f"{' ' * depth}- [ ] {depth}" for depth in range(MAX_DEPTH + 1)]

    plan = taken("\n".join(lines), Format.MARKDOWN)

    assert len(plan.snapshot.tasks) == MAX_DEPTH
    assert plan.rejections[0].where == f"line {MAX_DEPTH + 1}"


def test_control_characters_are_left_out_and_scripts_and_emoji_kept():
    title = "\x1b[31mשלמה\u200d👩\u200d🍳\x07"

    [task] = taken(f"title\n{title}\n", Format.CSV).snapshot.tasks

    assert task.title == "[31mשלמה\u200d👩\u200d🍳"


def test_more_tasks_than_the_limit_are_reported(monkeypatch):
    monkeypatch.setattr("clara_edge.exchange.gathering.MAX_TASKS", 2)
    monkeypatch.setattr("clara_edge.exchange.gathering.MAX_REJECTIONS", 3)

    plan = taken("title\n" + "x\n" * 10, Format.CSV)

    assert len(plan.snapshot.tasks) == 2
    assert [r.where for r in plan.rejections] == ["line 4", "line 5", "line 6", ""]
    assert plan.rejections[-1].reason == "5 more things could not be taken"
