"""Hold one drill's inputs with what every section derives from them: names, clocks, findings."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from drillplanner.base.durations import reading
from drillplanner.base.exact import exact
from drillplanner.base.texts import Words, _
from drillplanner.plan.model import Target
from drillplanner.report.inputs import ReportInputs
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.clocks.holds import counted_holds
from drillplanner.review.observation import Hold
from drillplanner.review.scorecard import TargetResult
from drillplanner.review.timeline import Timeline, merge
from drillplanner.run.live_log import is_recording
from drillplanner.terms.document import Blank, Cell, Facts, Phrase
from drillplanner.terms.phrases import Names, itemised, place_said


class Subject:
    """What a report is about; derived values are computed once, when a section asks."""

    def __init__(self, inputs: ReportInputs) -> None:
        self.inputs = inputs
        self.script = inputs.script
        self.log = inputs.log
        self.card = inputs.scorecard
        self.details = inputs.details
        self.scoring = inputs.script.scoring
        self.names = Names(inputs.script)

    @cached_property
    def timeline(self) -> Timeline:
        """Merge the log as the score did."""
        return merge(self.script, self.log)

    @property
    def alignment(self) -> Alignment:
        """Give the ties of the clocks."""
        return self.timeline.alignment

    @cached_property
    def counted_holds(self) -> frozenset[Hold]:
        """Give the holds that moved scoring time; the others are shown as logged."""
        return frozenset(counted_holds(self.log, self.alignment))

    @cached_property
    def lines(self) -> tuple[tuple[Target, TargetResult], ...]:
        """Pair every target with its result."""
        results = {result.id: result for result in self.card.targets}
        return tuple((t, results[t.id]) for t in self.script.targets if t.id in results)

    @cached_property
    def clocks(self) -> tuple[str, ...]:
        """List the sources that gave a time, in order of appearance."""
        return tuple(name for name, scale in self.log.scales.items() if scale != "none")

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Give the tied groups of clocks; each group's first source is the one times are put on.

        The group of the script's reference source comes first, then the larger ones.
        """
        by_group: dict[int, list[str]] = {}
        for source in self.clocks:
            by_group.setdefault(self.alignment.group(source), []).append(source)
        reference = self.scoring.reference
        marks = self.timeline.marks
        for members in by_group.values():
            members.sort(key=lambda source: source != reference)
        ordered = sorted(
            by_group.items(), key=lambda item: (reference not in item[1], -marks.get(item[0], 0))
        )
        return tuple(tuple(members) for _, members in ordered)

    @property
    def drill_clock(self) -> str | None:
        """Give the one clock that all times of the report are on; None where there is none."""
        return self.groups[0][0] if self.groups else None

    def drill_time(self, at_s: Fraction, clock: str | None) -> Phrase:
        """Say an instant on the drill's clock; one on a clock that is not tied to it says so."""
        drill = self.drill_clock
        if clock is None or drill is None or clock not in self.log.scales:
            return self.clock_reading(at_s, clock)
        if self.alignment.group(clock) != self.alignment.group(drill):
            return _(
                "{time} on the clock of {source}, not tied",
                time=self.clock_reading(at_s, clock),
                source=clock,
            )
        return self.clock_reading(self.alignment.carry(at_s, clock, drill).at_s, drill)

    @cached_property
    def keepers(self) -> Mapping[str, tuple[str, ...]]:
        """Name who kept each source's log, as far as anybody is known."""
        found: dict[str, dict[str, None]] = {}
        for one in self.inputs.entries:
            names = found.setdefault(one.entry.source, {})
            if one.by and is_recording(one.entry):
                names[one.by] = None
        for source, name in self.details.timekeepers.items():
            if source in found and name:
                found[source][name] = None
        return {source: tuple(names) for source, names in found.items()}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number the entries of the log as its annex does, by their places."""
        return {one.entry.id: place for place, one in enumerate(self.inputs.entries, 1)}

    def place(self, place: str) -> Phrase:
        """Name where an entry stands: by its number in the annex of the log, or its row."""
        number = self.numbers.get(place)
        return place_said(place) if number is None else _("entry {number}", number=number)

    def facts(self, *rows: tuple[Phrase, Cell]) -> Facts:
        """Set out names and values; blanks only where they are wanted."""
        kept = self.inputs.has_blanks
        return Facts(tuple(row for row in rows if kept or not isinstance(row[1], Blank)))

    def clock_reading(self, at_s: Fraction, clock: str | None, places: int = 1) -> Phrase:
        """Say an instant on a source's clock."""
        return reading(at_s, self.log.scales.get(clock or "", "clock"), places)

    def words(self, words: Words) -> Phrase:
        """Wrap an author's words."""
        return self.names.words(words)

    def known(self, words: Words) -> Cell:
        """Give words, or a blank to fill in where nobody gave any."""
        return self.names.words(words) if words else Blank.LINE

    def known_list(self, items: tuple[Words, ...]) -> Cell:
        """Give a list, or a blank."""
        return itemised([self.words(item) for item in items]) if items else Blank.LINE

    def share(self, target: Target, result: TargetResult) -> Fraction | None:
        """Give a target's part of 100 points (分值), by weight among the scored ones.

        None for a target that is not scored. The parts times the points add up to the timed
        score, before caps.
        """
        if result.score is None or not self._scored_weight:
            return None
        return 100 * exact(target.weight) / self._scored_weight

    @cached_property
    def _scored_weight(self) -> Fraction:
        scored = [exact(t.weight) for t, result in self.lines if result.score is not None]
        return sum(scored, Fraction(0))
