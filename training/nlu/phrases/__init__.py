"""Rules from which sentences are made that no public corpus has.

A rule is a name with alternatives, one a line: `[a|b|]` chooses, `<name>` is another
rule, `{kind: …}` marks a slot (see `clara_edge.domain.schema.marked`).
"""
