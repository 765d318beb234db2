"""Public corpora, read in their own formats and labelled as the schema says."""
