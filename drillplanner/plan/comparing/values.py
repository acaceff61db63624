"""Say the members of one script's things, so that two scripts can be read side by side."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from drillplanner.base.texts import Words
from drillplanner.plan.editing.draft import Draft, Look, changed
from drillplanner.plan.editing.rules import TABLES
from drillplanner.plan.editing.spans import end_text
from drillplanner.plan.editing.times import span_text
from drillplanner.plan.model import End, Script, Target, refs, split_ref


def words_of(thing: Any) -> Words:
    """Give the words by which people know a thing: its text or its name."""
    words: Words = getattr(thing, "text", "") or getattr(thing, "name", "")
    return words


class Values:
    """One script, in one language: its things by their words, never by numbers that shift."""

    def __init__(self, script: Script, language: str) -> None:
        self._look = Look(Draft(script), language)
        self.script = script

    def thing(self, part: str, thing: Any) -> str:
        """Say which thing it is: its words, else what it joins."""
        text = words_of(thing)
        if text or part != "orders":
            return self._look.words(text)
        return f"{self.step(thing.before)} → {self.step(thing.after)}"

    def words(self, words: Words) -> str:
        """Give an author's words."""
        return self._look.words(words)

    def member(self, part: str, thing: Any, name: str) -> str:
        """Say a member as it stands in the editor, but steps and the like with their words.

        `name` is the model's; a source's own members are named "source.class" and so on.
        """
        holder, _dot, inner = name.rpartition(".")
        value = getattr(getattr(thing, holder) if holder else thing, _attribute(inner))
        match (part, name):
            case ("steps", "after"):
                links = (f"{self.step(one.step)} +{span_text(one.lag_s)}" for one in value)
                said = "; ".join(links)
            case ("targets", "start" | "stop") | ("orders", "before" | "after"):
                said = self._end(value)
            case ("objectives", "targets" | "criteria"):
                said = ", ".join(self._named(name, id_) for id_ in value)
            case ("targets", "source"):
                said = self.source(thing)
            case ("", "t0"):
                said = self.step(value)
            case _:
                said = self._as_typed(part, thing, inner, value)
        return said

    def _as_typed(self, part: str, thing: Any, name: str, value: Any) -> str:
        """Say a member by the editor's column for it, if there is one."""
        if isinstance(value, dict) and name != "extra":
            return self._look.words(value)
        for column in TABLES[part].columns.values() if part else ():
            if column.take is not None and name.rstrip("_") in column.where:
                return column.show(self._look, thing) or plain(value)
        return plain(value)

    def source(self, target: Target) -> str:
        """Say where a limit comes from: class, text, clause."""
        columns = TABLES["targets"].columns
        said = (columns[name].show(self._look, target) for name in ("class", "source", "clause"))
        return " · ".join(filter(None, said))

    def step(self, ref: str | None) -> str:
        """Say a step, or a unit of one, with its number and words."""
        if ref is None:
            return ""
        step_id, unit_id = split_ref(ref)
        step = self._look.steps.get(step_id)
        if step is None:
            return "?"
        said = f"{self._look.numbers[step_id]} {self._look.words(step.text)}"
        for unit in step.units:
            if unit.id == unit_id:
                said = f"{said} / {self._look.words(unit.name)}"
        return said

    def _end(self, end: End) -> str:
        if isinstance(end, str):
            return self.step(end)
        word = end_text(self._look, changed(end, **{fields(end)[0].name: ()})).strip()
        return f"{word} {'; '.join(self.step(ref) for ref in refs(end))}"

    def _named(self, part: str, id_: str) -> str:
        for one in getattr(self.script, part):
            if one.id == id_:
                return self._look.words(words_of(one))
        return "?"


def limit_text(seconds: float | None) -> str:
    """Write a limit; "" for one that is recorded only."""
    return "" if seconds is None else span_text(seconds)


def plain(value: Any) -> str:
    """Write a value that no column shows."""
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, dict):
        return "; ".join(f"{heading}: {text}" for heading, text in value.items())
    return str(value)


def _attribute(name: str) -> str:
    """Name a member as Python does."""
    return f"{name}_" if name in ("class", "from") else name
