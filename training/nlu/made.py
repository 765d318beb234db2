"""All generated sentences: which rule gives which label, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import SESSIONS as SESSION_SPECS
from clara_edge.domain.schema import TASKS as TASK_SPECS
from clara_edge.domain.schema import TIMES as TIME_SPECS
from clara_edge.domain.schema import Label, marked
from training.nlu.generator import Generator, rules_of
from training.nlu.phrases.common import COMMON
from training.nlu.phrases.foreign import FOREIGN, TOPICS
from training.nlu.phrases.sessions import SESSIONS
from training.nlu.phrases.tasks import TASKS
from training.nlu.sentence import Sentence, tagged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

# rule, label, sentences in a full run: the more ways to say it, the more of them
_PLAN: tuple[tuple[str, Label, int], ...] = (
    ("create_listed", Label(Intent.TASK_CREATE), 2_500),
    ("create_plain", Label(Intent.TASK_CREATE), 5_500),
    ("create_bare", Label(Intent.TASK_CREATE), 800),
    ("complete", Label(Intent.TASK_COMPLETE), 2_500),
    ("reopen", Label(Intent.TASK_REOPEN), 1_000),
    ("update", Label(Intent.TASK_UPDATE), 1_800),
    ("update_when", Label(Intent.TASK_UPDATE, "when"), 1_800),
    ("update_title", Label(Intent.TASK_UPDATE, "title"), 700),
    ("delete", Label(Intent.TASK_DELETE), 1_800),
    ("query", Label(Intent.TASK_QUERY), 3_500),
    ("query_count", Label(Intent.TASK_QUERY, "count"), 400),
    ("query_when", Label(Intent.TASK_QUERY, "when"), 400),
    ("breakdown", Label(Intent.TASK_BREAKDOWN), 1_200),
    ("suggest", Label(Intent.TASK_SUGGEST), 900),
    ("project_create", Label(Intent.PROJECT_CREATE), 800),
    ("project_query", Label(Intent.PROJECT_QUERY), 400),
    ("snooze", Label(Intent.REMINDER_SNOOZE), 1_000),
    ("acknowledge", Label(Intent.REMINDER_ACKNOWLEDGE), 300),
    ("say_clock_query", Label(Intent.CLOCK_QUERY), 1_400),
    ("say_stop", Label(Intent.SESSION_STOP), 400),
    ("say_yes", Label(Intent.SESSION_YES), 250),
    ("say_no", Label(Intent.SESSION_NO), 250),
    ("say_repeat", Label(Intent.SESSION_REPEAT), 300),
    ("say_undo", Label(Intent.SESSION_UNDO), 400),
    ("say_redo", Label(Intent.SESSION_REDO), 150),
    ("say_help", Label(Intent.SESSION_HELP), 600),
    ("say_volume", Label(Intent.SESSION_VOLUME), 1_200),
    ("say_mute", Label(Intent.SESSION_MUTE), 500),
    ("say_mute_off", Label(Intent.SESSION_MUTE, "off"), 150),
    ("say_quiet", Label(Intent.SESSION_QUIET), 900),
    ("say_quiet_off", Label(Intent.SESSION_QUIET, "off"), 150),
    ("say_selftest", Label(Intent.SESSION_SELFTEST), 200),
    ("say_shutdown", Label(Intent.SESSION_SHUTDOWN), 60),
    ("say_shutdown_restart", Label(Intent.SESSION_SHUTDOWN, "restart"), 50),
    ("say_chat", Label(Intent.CHAT), 1_200),
)
_FOREIGN_PER_TOPIC = 900
_POLITE_SHARE = 0.25


def made_sentences(
    rng: Random, titles: Sequence[str], *, share: float = 1.0
) -> Iterator[Sentence]:
    """Yield sentences of every label that has rules; `titles` are what people wrote."""
    rules = {**_RULES, "real_title": tuple(titles)}
    generator = Generator(rules, rng)
    for rule, label, count in _PLAN:
        for sentence in generator.sentences(rule, str(label), round(count * share)):
            yield _polite(sentence, generator, rng)
    for topic, (things, sentences) in TOPICS.items():
        foreign = Generator(
            {
                **rules,
                "it": tuple(things.split("|")),
                "own": tuple(s.strip() for s in sentences.splitlines() if s.strip()),
            },
            rng,
        )
        count = round(_FOREIGN_PER_TOPIC * share)
        for rule, some in (("foreign", count * 2 // 3), ("own", count // 3)):
            for sentence in foreign.sentences(rule, Intent.UNSUPPORTED, some, topic):
                # of the fillers' slots none counts in what Clara does not do
                yield _polite(_plain(sentence), foreign, rng)


def schema_sentences() -> Iterator[Sentence]:
    """Yield the schema's own examples."""
    for spec in (*TASK_SPECS, *TIME_SPECS, *SESSION_SPECS):
        for variant, examples in (
            ("", spec.examples),
            *((v.name, v.examples) for v in spec.variants),
        ):
            for example in map(marked, examples):
                spans = [(s.kind, s.start, s.end) for s in example.spans]
                words, tags = tagged(example.text, spans)
                yield Sentence(words, str(Label(spec.intent, variant)), tags, "schema")


_RULES = rules_of(COMMON + TASKS + SESSIONS + FOREIGN)


def _plain(sentence: Sentence) -> Sentence:
    tags = ("O",) * len(sentence.words)
    return Sentence(
        sentence.words, sentence.label, tags, sentence.source, sentence.topic
    )


def _polite(sentence: Sentence, generator: Generator, rng: Random) -> Sentence:
    """Return the sentence, now and then with words before and after that say nothing."""
    before = generator.text("hello").split() if rng.random() < _POLITE_SHARE else []
    after = generator.text("bye").split() if rng.random() < _POLITE_SHARE / 2 else []
    clean = [
        tuple(word.lower().replace("'", "") for word in w) for w in (before, after)
    ]
    tags = sentence.tags or ()
    return Sentence(
        (*clean[0], *sentence.words, *clean[1]),
        sentence.label,
        ("O",) * len(before) + tags + ("O",) * len(after),
        sentence.source,
        sentence.topic,
    )
