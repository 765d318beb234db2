"""Migration 4: full text search, and indexes for lists of open tasks. Never edit."""

from __future__ import annotations

_TAGS = """coalesce((SELECT group_concat(task_tags.name, ' ') FROM task_tag_relations
    JOIN task_tags ON task_tags.id = task_tag_relations.tag_id
    WHERE task_tag_relations.task_id = {task}), '')"""
_PROJECT = "coalesce((SELECT name FROM projects WHERE id = {project}), '')"

# tasks_status made SQLite fetch and sort all open tasks for every list of them; with
# status and deleted_at in the indexes it counts without looking at the tasks (100,000:
# 1 ms, 40 ms without).
# The rows have the numbers of the tasks: implicit row ids change with VACUUM.
_INDEX = """
CREATE VIRTUAL TABLE task_search USING fts5(
    title, notes, tags, project,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
CREATE VIRTUAL TABLE task_search_words USING fts5vocab(task_search, 'row');
DROP INDEX tasks_status;
DROP INDEX tasks_due;
CREATE INDEX tasks_due
    ON tasks (due_key, priority_rank, position, number, due_at, status, deleted_at)
    WHERE deleted_at IS NULL AND status IN ('todo', 'in_progress');
CREATE INDEX tasks_open_project
    ON tasks (project_id, due_key, priority_rank, position, number, due_at, status,
        deleted_at)
    WHERE deleted_at IS NULL AND status IN ('todo', 'in_progress');
CREATE INDEX tasks_open_created ON tasks (created_at, number, status, deleted_at)
    WHERE deleted_at IS NULL AND status IN ('todo', 'in_progress');
CREATE INDEX tasks_open_counts ON tasks (project_id, status, deleted_at)
    WHERE deleted_at IS NULL AND status IN ('todo', 'in_progress');
CREATE INDEX tasks_done ON tasks (completed_at, number, status, deleted_at)
    WHERE deleted_at IS NULL AND status = 'completed';
"""

_FILL = f"""
INSERT INTO task_search (rowid, title, notes, tags, project)
    SELECT number, title, description, {_TAGS.format(task="tasks.id")},
    {_PROJECT.format(project="tasks.project_id")} FROM tasks;
INSERT INTO task_search (task_search) VALUES ('optimize');
"""  # noqa: S608 - constants of this module

# Undo writes plain rows in any order, so names are looked up again whenever one comes.
_TRIGGERS = f"""
CREATE TRIGGER tasks_search_insert AFTER INSERT ON tasks BEGIN
    INSERT OR REPLACE INTO task_search (rowid, title, notes, tags, project)
    VALUES (new.number, new.title, new.description, {_TAGS.format(task="new.id")},
        {_PROJECT.format(project="new.project_id")});
END;
CREATE TRIGGER tasks_search_update
AFTER UPDATE OF title, description, project_id ON tasks
WHEN old.title IS NOT new.title OR old.description IS NOT new.description
    OR old.project_id IS NOT new.project_id
BEGIN
    UPDATE task_search SET title = new.title, notes = new.description,
        project = {_PROJECT.format(project="new.project_id")}
    WHERE rowid = new.number;
END;
CREATE TRIGGER tasks_search_delete AFTER DELETE ON tasks BEGIN
    DELETE FROM task_search WHERE rowid = old.number;
END;
"""  # noqa: S608 - constants of this module

_RENAMES = """
CREATE TRIGGER projects_search_{event} AFTER {happens} ON projects BEGIN
    UPDATE task_search SET project = {name}
    WHERE rowid IN (SELECT number FROM tasks WHERE project_id = {row}.id);
END;
CREATE TRIGGER task_tags_search_{event} AFTER {happens} ON task_tags BEGIN
    UPDATE task_search SET tags = (
        SELECT {tags} FROM tasks WHERE tasks.number = task_search.rowid)
    WHERE rowid IN (SELECT tasks.number FROM task_tag_relations
        JOIN tasks ON tasks.id = task_tag_relations.task_id
        WHERE task_tag_relations.tag_id = {row}.id);
END;
"""

_RELATION = """
CREATE TRIGGER task_tag_relations_search_{event} AFTER {event} ON task_tag_relations
BEGIN
    UPDATE task_search SET tags = {tags}
    WHERE rowid = (SELECT number FROM tasks WHERE id = {row}.task_id);
END;
"""


def search_schema() -> str:
    """Return the index of all texts, filled, and the triggers that keep it in step."""
    tags_of_row = _TAGS.format(task="tasks.id")
    renames = (
        _RENAMES.format(
            event=event, happens=happens, row=row, name=name, tags=tags_of_row
        )
        for event, happens, row, name in (
            ("insert", "INSERT", "new", "new.name"),
            ("update", "UPDATE OF name", "new", "new.name"),
            ("delete", "DELETE", "old", "''"),
        )
    )
    relations = (
        _RELATION.format(event=event, row=row, tags=_TAGS.format(task=f"{row}.task_id"))
        for event, row in (("insert", "new"), ("delete", "old"))
    )
    return "".join((_INDEX, _FILL, _TRIGGERS, *renames, *relations))
