"""What a spoken command holds when it was misheard."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clara_edge.domain.doubts import misheard
from clara_edge.domain.intents import Intent, Interpretation, Source
from tests.scripted import reading

NOW = datetime(2026, 12, 7, 10, tzinfo=UTC)


def create(text, title, **slots):
    return reading(text, "task.create", NOW, title=title, **slots)


@pytest.mark.parametrize(
    ("text", "title", "project"),
    [
        ("Remind me to call the bank next Tuesday at half past two", "call the bank", None),
        ("Add butter to my shopping list", "butter", "my shopping"),
        ("The dog food on the shopping list.", "dog food", "the shopping"),
        ("Call Siobhan tomorrow", "Call Siobhan", None),
        ("Tomorrow at nine, wake the kids", "wake the kids", None),
        ("New task: descale the kettle", "descale the kettle", None),
        ("Happy New Year cards", "Happy New Year cards", None),
        ("add A", "A", None),
        ("Higardus remind me to water the plants.", "water the plants", None),
        ("H. R. thus remind me to water the plants.", "water the plants", None),
    ],
)  # fmt: skip
def test_ordinary_commands_are_believed(text, title, project):
    assert not misheard(create(text, title, project=project))


@pytest.mark.parametrize(
    ("text", "title", "project"),
    [
        ("Worry mind me to call the band next to Tuesday.", "call the band next", None),
        ("And put her to my shopping list.", "her", "my shopping"),
        ("At planned two lips to the garden list.", "planned two lips", "the garden"),
        ("New maples to the garden list.", "maples", "the garden"),
        ("Remind me to send the motro at its urgent.", "send the motro at its", None),
        ("\"Remind Meet\" a call at 6 pm.", "Meet\" a call", None),
    ],
)  # fmt: skip
def test_words_that_belong_to_nothing_are_doubted(text, title, project):
    assert misheard(create(text, title, project=project))


def test_words_of_all_titles_count():
    text = "Add milk and eggs and remind me to rake the leaves"
    more = {"intent": "task.create", "title": "rake the leaves"}

    believed = create(text, "milk and eggs", items=("milk", "eggs"), also=(more,))

    assert not misheard(believed)
    assert misheard(create(text, "milk and eggs", items=("milk", "eggs")))


def test_other_commands_have_other_words():
    done = {"intent": "task.complete", "target": "the milk"}

    assert not misheard(create("add eggs and tick off the milk", "eggs", also=(done,)))


def test_titles_that_rules_put_together_are_believed():
    assert not misheard(
        Interpretation("plus eggs", Intent.TASK_CREATE, 0.9, Source.RULES, title="eggs")
    )
    assert not misheard(create("the usual, zork", "water the plants"))
