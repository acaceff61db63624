"""What an organisation holds against a verdict or a rating (异议). It never changes a score."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Objection:
    """What an organisation holds against a verdict or a rating (异议), and what was answered.

    `subject` is the id of a target or criterion; `day` is the day it was raised, as ISO date.
    `answers` are each the evaluation group's words, who gave them, and the day.
    """

    fact: str
    subject: str
    organisation: str
    by: str
    text: str
    day: str
    answers: tuple[tuple[str, str, str], ...] = ()
