"""Grow an immutable mapping by one item at a time without copying what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeVar

V = TypeVar("V")


class Growing(Mapping[str, V]):
    """A mapping that never changes; `plus` gives one with an item more, in constant time.

    The newest mapping and all before it share one store, each seeing as much of it as it had.
    Growing an older one a second time copies, so that the two do not see each other's items.
    """

    __slots__ = ("_count", "_store")

    def __init__(self, items: Mapping[str, V] | None = None) -> None:
        store: dict[str, tuple[int, V]] = {}
        for number, (key, value) in enumerate((items or {}).items()):
            store[key] = (number, value)
        self._store = store
        self._count = len(store)

    def plus(self, key: str, value: V) -> Growing[V]:
        """Give a mapping that has one item more; a key that is there gets the new value."""
        if len(self._store) != self._count or key in self._store:
            return Growing({**self, key: value})
        self._store[key] = (self._count, value)
        grown: Growing[V] = Growing.__new__(Growing)
        grown._store = self._store
        grown._count = self._count + 1
        return grown

    def __getitem__(self, key: str) -> V:
        """Give the value of a key; KeyError if this mapping has none."""
        number, value = self._store[key]
        if number >= self._count:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        """Go through the keys in the order they came."""
        return islice(iter(self._store), self._count)

    def __len__(self) -> int:
        """Count the items."""
        return self._count
