from __future__ import annotations

import re

import pytest

from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import (
    SESSIONS,
    TASKS,
    TIMES,
    IntentSpec,
    Label,
    SlotKind,
    allowed_kinds,
    gbnf,
    labels,
    marked,
    out_of_scope,
    sayings,
    spec_of,
)

SPECS = (*TASKS, *TIMES, *SESSIONS)


def sentences(spec: IntentSpec) -> tuple[str, ...]:
    return spec.examples + tuple(e for v in spec.variants for e in v.examples)


def test_describes_each_intent_once():
    described = [spec.intent for spec in SPECS]

    assert sorted(described) == sorted(Intent)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.intent.value)
def test_examples_use_slots_of_their_intent_only(spec):
    examples = [marked(sentence) for sentence in sentences(spec)]

    assert all(not re.search(r"[{}]", example.text) for example in examples)
    used = {span.kind for example in examples for span in example.spans}
    assert used <= allowed_kinds(spec.intent)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.intent.value)
def test_fields_of_an_intent_have_names_of_their_own(spec):
    names = [slot.name for slot in spec.slots]

    assert len(names) == len(set(names))
    assert len({slot.kind for slot in spec.slots}) == len(spec.slots)


def test_every_kind_of_slot_is_shown_in_an_example():
    shown = {
        span.kind
        for spec in SPECS
        for sentence in sentences(spec)
        for span in marked(sentence).spans
    }

    assert shown == set(SlotKind)


def test_no_sentence_is_an_example_of_two_labels():
    texts = [marked(s).text for spec in SPECS for s in sentences(spec)]

    assert len(texts) == len(set(texts))


def test_marks_give_the_spans_of_the_plain_sentence():
    example = marked("remind {person: me} to {title: call Ann} please")

    assert example.text == "remind me to call Ann please"
    assert example.words(SlotKind.TITLE) == ("call Ann",)
    assert example.words(SlotKind.PERSON) == ("me",)


def test_refuses_a_mark_of_a_kind_that_does_not_exist():
    with pytest.raises(ValueError, match="colour"):
        marked("paint it {colour: red}")


def test_a_label_survives_being_written():
    assert [Label.parse(str(label)) for label in labels()] == list(labels())


@pytest.mark.parametrize("text", ["task.query/sideways", "task.fly", ""])
def test_refuses_a_label_that_does_not_exist(text):
    with pytest.raises(ValueError, match=r".+"):
        Label.parse(text)


def test_only_chat_and_the_unsupported_are_never_acted_on():
    assert {i for i in Intent if out_of_scope(i)} == {Intent.CHAT, Intent.UNSUPPORTED}


def test_grammar_defines_each_rule_that_it_uses():
    rules = dict(line.split(" ::= ", 1) for line in gbnf().splitlines())
    used = set()
    for body in rules.values():
        plain = re.sub(r'"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|\{[^}]*\}', " ", body)
        used |= set(re.findall(r"[a-z][a-z-]*", plain))

    assert used | {"root"} == set(rules)


def test_grammar_names_the_fields_of_the_schema():
    create = next(x for x in gbnf().splitlines() if x.startswith("task-create ::="))

    for slot in spec_of(Intent.TASK_CREATE).slots:
        assert f'\\"{slot.name}\\": ' in create
    assert r'", \"title\": " string (' in create


def test_help_shows_a_plain_sentence_for_everything_that_clara_does():
    shown = {saying.intent: saying for saying in sayings()}

    assert set(shown) == {intent for intent in Intent if not out_of_scope(intent)}
    assert all(saying.sentences for saying in shown.values())
    assert "how many tasks do I have today" in shown[Intent.TASK_QUERY].sentences
    assert not any("{" in text for s in shown.values() for text in s.sentences)
