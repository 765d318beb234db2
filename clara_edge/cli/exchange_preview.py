"""What an import would bring, before anything is stored."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from clara_edge.cli.task.dates import absolute
from clara_edge.cli.task.screen import hint, print_table
from clara_edge.cli.task.text import counted, shortened, shown
from clara_edge.domain.tasks import Status

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.domain.snapshot import ImportPlan, Rejection
    from clara_edge.exchange.formats import Format
    from clara_edge.exchange.merge import Merged

SHOWN_TASKS = 10
_SIGNS = {Status.IN_PROGRESS: "▶ ", Status.COMPLETED: "✓ ", Status.CANCELLED: "✗ "}
# more than this would push the preview off the screen
SHOWN_REJECTIONS = 50


def print_preview(
    change: Merged, plan: ImportPlan, kind: Format, now: datetime
) -> None:
    """Print counts, the first tasks, and what cannot be taken."""
    click.echo(f"{kind.value}: {_counts(change)}")
    if change.snapshot.tasks:
        click.echo()
        _print_tasks(change, now)
    if plan.rejections:
        click.echo()
        _print_rejections(plan)
    click.echo()


def as_object(
    plan: ImportPlan, kind: Format, change: Merged, step_id: int | None
) -> dict[str, Any]:
    """Return what `--json` prints."""
    return {
        "format": kind.value,
        "imported": step_id is not None,
        "step_id": step_id,
        "added": change.added,
        "updated": change.updated,
        "unchanged": change.unchanged,
        "projects": [project.name for project in change.snapshot.projects],
        "templates": [template.name for template in change.snapshot.templates],
        "rejections": [
            {"where": r.where, "what": r.what, "reason": r.reason}
            for r in plan.rejections
        ],
    }


def _counts(change: Merged) -> str:
    parts = [f"{counted(change.added, 'new task')}"]
    if change.updated:
        parts.append(f"{change.updated:,} to update")
    if change.unchanged:
        parts.append(f"{change.unchanged:,} as they are here already")
    if change.snapshot.projects:
        names = [shortened(p.name, 30) for p in change.snapshot.projects]
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        parts.append(f"in {', '.join(names[:5])}{more}")
    if change.snapshot.templates:
        parts.append(counted(len(change.snapshot.templates), "template"))
    return ", ".join(parts)


def _print_tasks(change: Merged, now: datetime) -> None:
    from clara_edge.exchange.structure import parents_first

    projects = {project.id: project.name for project in change.snapshot.projects}
    table = Table(box=None, pad_edge=False, show_header=False, show_edge=False)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    ordered = parents_first(change.snapshot.tasks)
    for depth, task in ordered[:SHOWN_TASKS]:
        done = _SIGNS.get(task.status, "")
        again = " ↻" if task.recurrence else ""
        tags = again + "".join(f" #{shown(tag)}" for tag in task.tags)
        table.add_row(
            "  " * min(depth, 10) + done + shortened(task.title) + tags,
            task.priority.value if task.priority.value != "medium" else "",
            absolute(task.due, now) if task.due else "",
            shortened(projects.get(task.project_id or "", ""), 20),
        )
    print_table(table)
    if len(ordered) > SHOWN_TASKS:
        hint(f"and {counted(len(ordered) - SHOWN_TASKS, 'more task')}")


def _print_rejections(plan: ImportPlan) -> None:
    total = len(plan.rejections)
    click.echo(f"{counted(total, 'thing')} could not be taken as given:")
    limit = SHOWN_REJECTIONS if sys.stdout.isatty() else total
    for rejection in sorted(plan.rejections, key=_place)[:limit]:
        where = f"{rejection.where}: " if rejection.where else ""
        what = f"{shown(rejection.what)!r}: " if rejection.what else ""
        click.echo(f"  {where}{what}{shown(rejection.reason)}")
    if total > limit:
        hint("see all of them with: clara import FILE --dry-run --json")


def _place(rejection: Rejection) -> tuple[str, int]:
    """Sort "line 9" before "line 10"; what is reported of the whole file comes first."""
    match = re.search(r"\d+", rejection.where)
    if match is None:
        return rejection.where, 0
    return rejection.where[: match.start()], int(match[0])
