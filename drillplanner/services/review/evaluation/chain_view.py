"""Say the 1-3-5 chain as a section of lines, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from drillplanner.base.durations import measured
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.model import Script
from drillplanner.review.points.chain import Chain, Link, LinkTarget, Standing, chain
from drillplanner.review.scorecard import Scorecard
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.view_models import Section
from drillplanner.terms.document import Column, Phrase, Row, Sign, Table
from drillplanner.terms.measured_words import measured_said
from drillplanner.terms.phrases import Names
from drillplanner.terms.vocabulary import verdict_sign

_STANDINGS: Final[Mapping[Standing, Sign]] = {
    "held": Sign("disc", pgettext("1-3-5 chain", "holds")),
    "broken": Sign("cross", pgettext("1-3-5 chain", "broken")),
    "open": Sign("triangle", pgettext("1-3-5 chain", "not decided")),
}
_NAMES: Final[Mapping[int, Text]] = {
    60: _("1 minute: self-rescue"),
    180: _("3 minutes: mutual aid"),
    300: _("5 minutes: reinforcement"),
}


def chain_section(review: DrillReview) -> Section | None:
    """Lay the chain out; None where the script has none."""
    found = chain(review.script, review.card)
    if found is None:
        return None
    names = Names(review.script)
    rows = [_row(names, link, one) for link in found.links for one in link.targets]
    keys = tuple(f"target:{one.target.id}" for link in found.links for one in link.targets)
    said = _(
        "The chain: {standing}. A link holds where one of its targets is met: places define the "
        "chain differently, by who helps or by rings around the school. A target that has the "
        "limit by analogy only does not count beside one that is held to it.",
        standing=_STANDINGS[found.standing].words,
    )
    there = {one.limit_s for one in found.links}
    missing = [name for limit, name in _NAMES.items() if limit not in there]
    lacks = tuple(_("No target of this drill stands for “{link}”.", link=one) for one in missing)
    columns = (
        Column(_("Target"), 3),
        Column(_("Link"), 2.2),
        Column(_("Link stands"), 2.4),
        Column(_("Measured"), 2, "right"),
        Column(_("Margin to the limit"), 2, "right"),
        Column(_("Verdict"), 2.4),
    )
    return Section("chain", _("1-3-5 chain"), (said, *lacks), Table(columns, tuple(rows)), keys)


def _row(names: Names, link: Link, one: LinkTarget) -> Row:
    return Row(
        (
            names.target(one.target.id),
            _NAMES[link.limit_s],
            _STANDINGS[link.standing] if one.counts else _("by analogy, not counted"),
            measured_said(one.target, one.result),
            margin_said(one),
            verdict_sign(one.result.verdict, one.result.bound),
        )
    )


def margin_said(one: LinkTarget) -> Phrase:
    """Say by how much a target lies inside its limit; below zero is beyond it."""
    if one.margin_s is None:
        return "—"
    # What took at most so long leaves at least that much.
    turned = {"at_most": "at_least", "at_least": "at_most"}
    bound = one.result.bound or "exact"
    return measured(one.margin_s, one.result.expanded_uncertainty_s, turned.get(bound, bound))


def chain_lines(script: Script, card: Scorecard) -> tuple[Text, ...]:
    """Say the chain in lines, for the command line."""
    found = chain(script, card)
    if found is None:
        return (_("This script has no 1-3-5 chain: fewer than two of its links have a target."),)
    names = Names(script)
    lines = [_("The chain: {standing}.", standing=_STANDINGS[found.standing].words)]
    for link in found.links:
        name = _NAMES[link.limit_s]
        lines.append(_("{link}: {standing}", link=name, standing=_STANDINGS[link.standing].words))
        lines += [
            _(
                "  {target}: {measured}, margin {margin}",
                target=names.target(one.target.id),
                measured=measured_said(one.target, one.result),
                margin=margin_said(one),
            )
            for one in link.targets
        ]
    return tuple(lines)


def chain_json(found: Chain | None) -> Mapping[str, Any] | None:
    """Give the chain for other programs; None where there is none."""
    if found is None:
        return None
    return {
        "standing": found.standing,
        "links": [
            {
                "limit_s": link.limit_s,
                "standing": link.standing,
                "targets": [
                    {
                        "id": one.target.id,
                        "counts": one.counts,
                        "verdict": one.result.verdict,
                        "margin_s": None if one.margin_s is None else float(one.margin_s),
                        "expanded_uncertainty_s": one.result.expanded_uncertainty_s,
                    }
                    for one in link.targets
                ],
            }
            for link in found.links
        ],
    }
