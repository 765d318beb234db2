"""SQLite: tasks, projects and conversations on disk, shared by several processes."""
