"""Lines of keys in a TOML text."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from clara_edge.config.toml_lines import key_lines


def test_finds_keys_after_multi_line_strings_and_arrays() -> None:
    text = '''\
a = """
b = 5
[c]
"""
d = [
  1,
  # e = 2
]

[f.g]
h.i = 1
j = { k = 1 }
[[l]]
m = 1
["n.o"]
'p q' = 1
'''

    assert key_lines(text) == {
        ("a",): 1,
        ("d",): 5,
        ("f", "g"): 10,
        ("f", "g", "h"): 11,
        ("f", "g", "h", "i"): 11,
        ("f", "g", "j"): 12,
        ("f", "g", "j", "k"): 12,
        ("l",): 13,
        ("l", "m"): 14,
        ("n.o",): 15,
        ("n.o", "p q"): 16,
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "# note", '"""\nx = 1\n"""', "[\n\n2]", "'[y]'"]),
            st.integers(0, 2),
        )
    )
)
def test_the_line_it_names_begins_with_the_key(parts: list[tuple[str, int]]) -> None:
    statements = []
    for number, (value, blank) in enumerate(parts):
        statements += [""] * blank
        statements.append(
            f"k{number} = {value}" if value[:1] in {'"', "[", "'"} else value
        )
    text = "\n".join(statements)
    lines = text.splitlines()

    found = key_lines(text)

    assert {path[0] for path in found} == set(tomllib.loads(text))
    for (key,), line in found.items():
        assert lines[line - 1].startswith(f"{key} = ")
