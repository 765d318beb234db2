"""The pages, one module for each noun; each has a blueprint()."""
