from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.conversation import Conversation
from clara_edge.domain.intents import Completeness, Intent
from clara_edge.engines.nlu.phrases import PhraseUnderstanding
from tests.clocks import START

ENGINE = PhraseUnderstanding()
FRESH = Conversation("test")
ASKED = Conversation("test", pending_question="which_title", pending_project="work")
SUGGESTED = Conversation("test", pending_question="suggestion")

CREATE = [
    ("add buy milk to my shopping list", "buy milk", "shopping list"),
    ("Add, buy milk to my shopping list.", "buy milk", "shopping list"),
    ("Hey Jarvis, add buy milk to my shopping list.", "buy milk", "shopping list"),
    ("Could you please add bread to shopping list", "bread", "shopping list"),
    ("put eggs on the shopping list", "eggs", "shopping list"),
    ("put eggs on my list", "eggs", None),
    ("add call mum to my to-do list, please", "call mum", None),
    ("add milk and eggs to the list", "milk and eggs", None),
    ("add go to the bank to my errands list", "go to the bank", "errands list"),
    ("to my shopping list add eggs", "eggs", "shopping list"),
    ("add milk", "milk", None),
    ("Remind me to call the dentist, please.", "call the dentist", None),
    ("remind me tomorrow at nine to call Ann", "call Ann tomorrow at nine", None),
    ("I need to renew my passport", "renew my passport", None),
    ("I\N{RIGHT SINGLE QUOTATION MARK}ve got to pay the rent", "pay the rent", None),
    (
        "Don\N{RIGHT SINGLE QUOTATION MARK}t let me forget to pay the rent",
        "pay the rent",
        None,
    ),
    ("new task: water the plants", "water the plants", None),
    (
        "create a task called review the report in the Work project",
        "review the report",
        "Work",
    ),
    ("create a task in the work project called review it all", "review it all", "work"),
    ("add a task to buy milk", "buy milk", None),
    ("add a task to my work list: call Bob", "call Bob", "work list"),
    ("write down that the key is under the mat", "the key is under the mat", None),
]
QUERY = [
    ("what's on my shopping list", "shopping list", False),
    (
        "What\N{RIGHT SINGLE QUOTATION MARK}s on my shopping list?",
        "shopping list",
        False,
    ),
    ("Hey Clara, what is on the list?", None, False),
    ("what do I have to do", None, False),
    ("What have I got to do?", None, False),
    ("read my tasks", None, False),
    ("Read me my tasks, please.", None, False),
    ("list my work tasks", "work", False),
    ("show me my to do list", None, False),
    ("what tasks do I have in the work project", "work", False),
    ("is there anything on my shopping list", "shopping list", False),
    ("my open tasks", None, False),
    ("how many tasks are open", None, True),
    ("How many tasks do I have?", None, True),
    ("how many things are on my shopping list", "shopping list", True),
    ("how many work tasks are open", "work", True),
]
STOP = ["stop", "Stop.", "cancel", "Never mind.", "be quiet", "That's enough!", "Please stop", "hey jarvis, stop"]  # fmt: skip
FOREIGN = [
    "what's the weather",
    "turn on the lights",
    "set a timer for five minutes",
    "add five minutes to my timer",
    "add an alarm for 8",
    "add this song to my playlist",
    "create a shopping list",
    "cancel all timers",
    "I need to know the weather in Sydney",
    "put eggs",
    "",
    "...",
]


def read(text, conversation=FRESH):
    return ENGINE.interpret(text, conversation, START)


@pytest.mark.parametrize(("text", "title", "project"), CREATE)
def test_task_is_read_with_its_title_and_project(text, title, project):
    reading = read(text)

    assert reading.intent is Intent.TASK_CREATE
    assert (reading.title, reading.project, reading.ask) == (title, project, None)
    assert reading.text == text


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("add", None),
        ("add a task", None),
        ("remind me", None),
        ("Remind me to...", None),
        ("add something to my shopping list", "shopping list"),
        ("add to my shopping list", "shopping list"),
        ("add a task to my work list", "work list"),
    ],
)
def test_missing_title_is_asked_for(text, project):
    reading = read(text)

    assert reading.intent is Intent.TASK_CREATE
    assert (reading.title, reading.project, reading.ask) == (
        None,
        project,
        "which_title",
    )


@pytest.mark.parametrize(("text", "project", "counts_only"), QUERY)
def test_question_is_read_with_its_scope(text, project, counts_only):
    reading = read(text)

    assert reading.intent is Intent.TASK_QUERY
    assert (reading.project, reading.variant == "count") == (project, counts_only)


@pytest.mark.parametrize("text", STOP)
def test_stop_is_stop(text):
    assert read(text).intent is Intent.SESSION_STOP


@pytest.mark.parametrize("text", ["yes", "More.", "go on", "Yes, please."])
def test_yes_and_more_are_yes(text):
    assert read(text).intent is Intent.SESSION_YES


@pytest.mark.parametrize("text", ["no", "No, thanks.", "nope"])
def test_no_is_no(text):
    assert read(text).intent is Intent.SESSION_NO


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("undo", Intent.SESSION_UNDO),
        ("Undo that, please.", Intent.SESSION_UNDO),
        ("no, take that back", Intent.SESSION_UNDO),
        ("Hey Jarvis, undo the last change.", Intent.SESSION_UNDO),
        ("And do that.", Intent.SESSION_UNDO),
        ("Redo.", Intent.SESSION_REDO),
        ("do that again", Intent.SESSION_REDO),
        ("Any suggestions?", Intent.TASK_SUGGEST),
        ("what should I do next", Intent.TASK_SUGGEST),
        ("Clara, did I forget anything?", Intent.TASK_SUGGEST),
        ("What\N{RIGHT SINGLE QUOTATION MARK}s next?", Intent.TASK_SUGGEST),
    ],
)
def test_undo_redo_and_suggestions_are_closed_phrases(text, intent):
    reading = read(text)

    assert (reading.intent, reading.confidence) == (intent, 1.0)
    assert ENGINE.completeness(text, FRESH) is Completeness.COMPLETE


@pytest.mark.parametrize(
    "text", ["undo the washing", "any suggestions for dinner", "take that book back"]
)
def test_phrases_with_more_words_are_something_else(text):
    assert read(text).intent is Intent.UNSUPPORTED


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("more", Intent.TASK_SUGGEST),
        ("What else?", Intent.TASK_SUGGEST),
        ("the next one, please", Intent.TASK_SUGGEST),
        ("yes", Intent.SESSION_YES),
        ("go ahead", Intent.SESSION_YES),
        ("no thanks", Intent.SESSION_NO),
        ("stop", Intent.SESSION_STOP),
        ("add milk", Intent.TASK_CREATE),
    ],
)
def test_answers_to_a_suggestion(text, intent):
    assert read(text, SUGGESTED).intent is intent


@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_not_a_task_is_unsupported(text):
    assert read(text).intent is Intent.UNSUPPORTED


@pytest.mark.parametrize(
    ("text", "title", "project"),
    [
        ("Buy stamps.", "Buy stamps", "work"),
        ("milk to my shopping list", "milk", "shopping list"),
        ("add buy stamps", "buy stamps", "work"),
    ],
)
def test_answer_to_which_title_is_a_title(text, title, project):
    reading = read(text, ASKED)

    assert reading.intent is Intent.TASK_CREATE
    assert (reading.title, reading.project) == (title, project)


def test_question_instead_of_an_answer_is_a_question():
    assert read("what's on my list", ASKED).intent is Intent.TASK_QUERY
    assert read("never mind", ASKED).intent is Intent.SESSION_STOP


@given(
    st.text()
    | st.lists(
        st.sampled_from(["add", "to", "my", "the", "list", ",", ".", "what's", "on"])
    ).map(" ".join)
)
def test_any_text_is_read_without_an_error(text):
    for conversation in (FRESH, ASKED):
        reading = read(text, conversation)
        assert reading.text == text
        assert 0.0 <= reading.confidence <= 1.0
        assert (reading.ask is None) or reading.title is None
        assert ENGINE.completeness(text, conversation) in Completeness


@pytest.mark.parametrize("text", ["add " * 400, "to my list " * 90, "a " * 100_000])
def test_very_long_text_is_read_too(text):
    assert read(text).intent in {Intent.UNSUPPORTED, Intent.TASK_CREATE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("add milk to", Completeness.INCOMPLETE),
        ("Remind me to...", Completeness.INCOMPLETE),
        ("add", Completeness.INCOMPLETE),
        ("", Completeness.INCOMPLETE),
        ("add milk and", Completeness.INCOMPLETE),
        ("what's on my", Completeness.INCOMPLETE),
        ("add a task to my work list", Completeness.INCOMPLETE),
        ("add milk", Completeness.UNSURE),
        ("remind me to call the dentist", Completeness.UNSURE),
        ("add milk to my shopping", Completeness.UNSURE),
        ("turn on the lights", Completeness.UNSURE),
        ("add milk to my shopping list", Completeness.COMPLETE),
        ("Stop.", Completeness.COMPLETE),
        ("what do I have to do", Completeness.COMPLETE),
    ],
)
def test_completeness(text, expected):
    assert ENGINE.completeness(text, FRESH) is expected


def prefixes(text):
    words = text.split()
    return [" ".join(words[:n]) for n in range(1, len(words))]


def test_few_prefixes_are_taken_for_whole_and_no_whole_command_for_unfinished():
    whole = [row[0] for row in CREATE] + [row[0] for row in QUERY] + STOP
    cut = [part for text in whole for part in prefixes(text)]
    judged_cut = [ENGINE.completeness(part, FRESH) for part in cut]
    judged_whole = [ENGINE.completeness(text, FRESH) for text in whole]

    early = [
        c for c, j in zip(cut, judged_cut, strict=True) if j is Completeness.COMPLETE
    ]
    assert len(early) <= 0.05 * len(cut), early
    assert judged_cut.count(Completeness.INCOMPLETE) >= 0.4 * len(cut)
    assert Completeness.INCOMPLETE not in judged_whole
    assert judged_whole.count(Completeness.COMPLETE) >= 0.6 * len(whole)


def test_other_domains_of_a_public_corpus_rarely_become_tasks(test_data):
    """SLURP development split: everything but lists, calendar and alarms."""
    rows = [
        json.loads(line)
        for line in (test_data / "nlu/slurp/dev.jsonl").read_text().splitlines()
    ]
    foreign = [
        row["text"]
        for row in rows
        if not row["intent"].startswith(("lists", "calendar", "alarm", "createoradd"))
    ]
    taken = [text for text in foreign if read(text).intent is Intent.TASK_CREATE]

    assert len(foreign) > 1000
    assert len(taken) / len(foreign) < 0.01, taken
