"""The evaluation as text: one table, the confusions, sentences that went wrong."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from training.nlu.evaluate import Score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.nlu.evaluate import Evaluation

# what a first, smaller network reached on the same files: intent and exact frame
_BEFORE = {
    "TOPv2 reminder": "97.9 / 83.3",
    "TOPv2 alarm": "95.9 / 84.7",
    "TOPv2 timer": "91.5 / 81.0",
}


def report(evaluation: Evaluation, *, wrong: int = 12) -> str:
    """Return the whole report in Markdown."""
    lines = [table(evaluation)]
    for s in (*evaluation.in_scope, *evaluation.out_of_scope, *evaluation.spoken[:2]):
        lines += _details(s, wrong)
    return "\n".join(lines) + "\n"


def table(evaluation: Evaluation) -> str:
    """Return the figures alone."""
    return "\n".join(_lines(evaluation))


def _lines(evaluation: Evaluation) -> Iterator[str]:
    yield "| in scope | sentences | label % | same to Clara % | exact frame % | without method % | sure % | frames right when sure % | before |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for s in evaluation.in_scope:
        when_sure = f"{100 * s.sure_right / max(1, s.sure):.1f}"
        cells = (
            s.name,
            s.count,
            s.percent(s.label_right),
            s.percent(s.meant_right),
            s.percent(s.frame_right),
            s.percent(s.useful_right),
            s.percent(s.sure),
            when_sure,
            _BEFORE.get(s.name, ""),
        )
        yield _row(cells)
    yield ""
    yield "| out of scope | sentences | acted on % | taken for a command, sure or not % |"
    yield "|---|---|---|---|"
    outside = (*evaluation.out_of_scope, evaluation.spoken[1])
    for s in (*outside, _all_of(outside)):
        cells = (s.name, s.count, s.percent(s.acted), s.percent(s.taken))
        yield _row(cells)
    yield ""
    yield "| SLURP | sentences | intent % |"
    yield "|---|---|---|"
    for s in (evaluation.spoken[0], *evaluation.spoken[2:]):
        yield _row((s.name, s.count, s.percent(s.label_right)))
    yield ""
    yield f"Expected calibration error of frames: {100 * evaluation.calibration_error:.1f} %."
    yield f"Median time for one sentence: {evaluation.milliseconds:.2f} ms."


def _all_of(scores: Sequence[Score]) -> Score:
    return Score(
        "all of these",
        count=sum(s.count for s in scores),
        taken=sum(s.taken for s in scores),
        acted=sum(s.acted for s in scores),
    )


def _details(score: Score, wrong: int) -> Iterator[str]:
    yield ""
    yield f"### {score.name}: most frequent confusions, and sentences"
    yield ""
    for (meant, read), count in score.confused.most_common(wrong):
        yield f"- {count} {meant} read as {read}"
    yield ""
    some = Random(0).sample(score.wrong, min(wrong, len(score.wrong)))
    for meant, read, text in some:
        yield f"- {meant} → {read}: {text}"


def _row(cells: tuple[object, ...]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
