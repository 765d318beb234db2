from __future__ import annotations

import re

from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import gbnf, out_of_scope, spec_of, tools


def test_every_intent_that_can_be_proposed_is_a_function():
    names = {tool["function"]["name"].replace("_", ".") for tool in tools()}

    answers = {Intent.SESSION_YES, Intent.SESSION_NO}
    assert names == {str(i) for i in Intent if not out_of_scope(i)} - answers


def test_functions_and_grammar_know_the_same_calls():
    called = set(re.findall(r'\\"call\\": \\"([a-z.]+)\\"', gbnf()))

    assert called == {tool["function"]["name"].replace("_", ".") for tool in tools()}


def test_a_function_has_the_fields_of_its_intent():
    (create,) = [t for t in tools() if t["function"]["name"] == "task_create"]
    parameters = create["function"]["parameters"]

    assert list(parameters["properties"]) == [
        slot.name for slot in spec_of(Intent.TASK_CREATE).slots
    ]
    assert parameters["required"] == ["title"]
