from __future__ import annotations

import io

import pytest
from rich.console import Console

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below, show_figures


@pytest.mark.parametrize(("measured", "met"), [(5.9, True), (6.0, False), (6.1, False)])
def test_a_target_is_met_below_its_limit(measured: float, met: bool) -> None:
    figure = below("CPU", measured, 6.0, "{:.1f}%")

    assert figure == Figure("CPU", f"{measured}%", "< 6.0%", met)


def test_what_could_not_be_measured_misses_its_target() -> None:
    assert below("response", None, 700, "{:.0f} ms").met is False


def test_the_verdict_is_a_word_and_not_colour_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    figures = [below("fast", 1, 2, "{} s"), below("slow", 3, 2, "{} s")]

    show_figures("Title", [("stage", [*figures, Figure("plain", "7")])])

    rows = capsys.readouterr().out.splitlines()
    verdicts = {
        name: next(row for row in rows if f" {name} " in row).split("│")[-2].strip()
        for name in ("fast", "slow", "plain")
    }
    assert verdicts == {"fast": "met", "slow": "missed", "plain": ""}


def test_the_verdict_is_coloured_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(
        report, "Console", lambda: Console(file=screen, force_terminal=True, width=120)
    )

    show_figures("Title", [("stage", [below("slow", 3, 2, "{} s")])])

    assert "\x1b[31mmissed" in screen.getvalue()
