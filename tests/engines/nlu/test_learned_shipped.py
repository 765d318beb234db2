"""The network that comes with the package."""

from __future__ import annotations

import pytest

from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import Label, labels, out_of_scope, sayings
from clara_edge.engines.nlu.learned.engine import FILE
from clara_edge.engines.nlu.learned.network import Network
from clara_edge.engines.nlu.learned.parser import parsed


@pytest.fixture(scope="module")
def network():
    return Network(FILE)


def words_of_slots(parse):
    return [(str(s.kind), parse.text[s.start : s.end]) for s in parse.spans]


def test_is_small_enough_for_the_package():
    assert FILE.stat().st_size < 10_000_000


def test_has_its_card_and_its_licence_beside_it():
    card = FILE.with_suffix(".md").read_text("utf-8")
    licence = FILE.with_name("LICENSE.model").read_text("utf-8")

    for text in (card, licence):
        assert all(name in text for name in ("TOPv2", "CLINC150", "SLURP", "CC BY-SA"))


def test_knows_every_label_of_the_schema(network):
    assert network.labels == labels()


def test_wants_to_be_surer_of_what_cannot_be_heard_back(network):
    usual = network.bar(Label(Intent.TASK_QUERY))

    assert network.bar(Label(Intent.SESSION_SHUTDOWN)) >= 0.85
    assert network.bar(Label(Intent.TASK_DELETE)) > usual


def test_understands_what_the_help_text_offers(network):
    wrong = [
        text
        for saying in sayings()
        for text in saying.sentences
        if parsed(text, network).label.intent is not saying.intent
    ]

    assert len(wrong) <= 4, wrong


@pytest.mark.parametrize(
    ("text", "label", "slots"),
    [
        (
            "remind me to take the bins out tomorrow at 7 pm",
            "task.create",
            [
                ("person", "me"),
                ("title", "take the bins out"),
                ("when", "tomorrow at 7 pm"),
            ],
        ),
        (
            "Put oat milk on the shopping list.",
            "task.create",
            [("title", "oat milk"), ("project", "shopping")],
        ),
        ("cross bread off my shopping list", "task.complete", None),
        ("set a timer for twelve minutes", "timer.create", None),
    ],
)
def test_reads_sentences_that_are_in_no_rule(network, text, label, slots):
    parse = parsed(text, network)

    assert str(parse.label) == label
    assert parse.act
    if slots:
        assert words_of_slots(parse) == slots


@pytest.mark.parametrize(
    "text",
    [
        "stop the music",
        "is it going to snow in Oslo",
        "turn the heating down to eighteen",
    ],
)
def test_acts_on_nothing_that_clara_does_not_do(network, text):
    parse = parsed(text, network)

    assert out_of_scope(parse.label.intent) or not parse.act
