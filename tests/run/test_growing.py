"""A growing mapping never changes, however often it is grown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.run.persistent_map import Growing


@given(st.lists(st.tuples(st.text(max_size=3), st.integers()), max_size=30))
def test_it_is_what_a_copied_dict_would_be(items: list[tuple[str, int]]) -> None:
    grown: Growing[int] = Growing()
    plain: dict[str, int] = {}
    for key, value in items:
        grown = grown.plus(key, value)
        plain = {**plain, key: value}

        assert dict(grown) == plain
        assert list(grown) == list(plain)
        assert len(grown) == len(plain)


def test_what_was_grown_twice_does_not_see_its_sibling() -> None:
    base = Growing({"a": 1})
    first, second = base.plus("b", 2), base.plus("c", 3)

    assert dict(base) == {"a": 1}
    assert dict(first) == {"a": 1, "b": 2}
    assert dict(second) == {"a": 1, "c": 3}
    assert "b" not in base
    with pytest.raises(KeyError):
        base["b"]
