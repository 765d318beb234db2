"""The settings as people see them: grouped, worded, changed and applied."""
