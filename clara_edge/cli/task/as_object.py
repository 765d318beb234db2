"""Tasks, projects, steps and templates as the plain values that --json prints."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time

    from clara_edge.domain.steps import Step
    from clara_edge.domain.tasks import Project, Task
    from clara_edge.domain.templates import Template


def print_json(value: object) -> None:
    """Print one JSON document, readable by people and safe on any terminal."""
    click.echo(json.dumps(value, indent=2))


def as_object(task: Task, project_names: Mapping[str, str]) -> dict[str, Any]:
    """Return every field of a task under its column's name, with its project's name."""
    return {
        "id": task.id,
        "number": task.number,
        "title": task.title,
        "description": task.description,
        "project": project_names.get(task.project_id) if task.project_id else None,
        "project_id": task.project_id,
        "priority": task.priority.value,
        "status": task.status.value,
        "due_date": task.due.text if task.due else None,
        "due_zone": task.due.zone if task.due else None,
        "start_date": _iso(task.start),
        "estimated_minutes": task.estimated_minutes,
        "parent_task_id": task.parent_task_id,
        "position": task.position,
        "tags": list(task.tags),
        "reminders": [
            {
                "id": reminder.id,
                "minutes_before": reminder.minutes_before,
                "at": reminder.at.text if reminder.at else None,
                "zone": reminder.at.zone if reminder.at else None,
            }
            for reminder in task.reminders
        ],
        **_recurrence(task),
        "created_at": _iso(task.created_at),
        "updated_at": _iso(task.updated_at),
        "completed_at": _iso(task.completed_at),
        "deleted_at": _iso(task.deleted_at),
    }


def _recurrence(task: Task) -> dict[str, Any]:
    rule, occurrence = task.recurrence, task.occurrence
    return {
        "rrule": rule.rule if rule else None,
        "repeat_after": rule.after_completion if rule else None,
        "repeat_start": rule.start.text if rule else None,
        "repeat_zone": rule.start.zone if rule else None,
        "repeat_exceptions": list(rule.exceptions) if rule else [],
        "series_id": occurrence.series_id if occurrence else None,
        "series_index": occurrence.index if occurrence else None,
        "slot": occurrence.slot.text if occurrence and occurrence.slot else None,
    }


def project_object(project: Project, open_tasks: int) -> dict[str, Any]:
    """Return every field of a project and how many open tasks it has."""
    return {
        **asdict(project),
        "default_for": list(project.default_for),
        "open_tasks": open_tasks,
    }


def step_object(step: Step) -> dict[str, Any]:
    """Return every field of a step."""
    return {
        "id": step.id,
        "kind": step.kind.value,
        "summary": step.summary,
        "origin": step.origin,
        "at": _iso(step.at),
        "state": step.state.value,
    }


def template_object(template: Template) -> dict[str, Any]:
    """Return every field of a template and its tree."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(template), default=_iso))
    return plain


def _iso(value: date | datetime | time | None) -> str | None:
    return None if value is None else value.isoformat()
