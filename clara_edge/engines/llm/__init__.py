"""Language models, in this process and elsewhere."""
