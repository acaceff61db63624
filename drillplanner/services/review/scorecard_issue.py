"""Freeze a scorecard when it is issued, read issued ones back, and say how today's differs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.scorecard_json import scorecard_json
from drillplanner.plan.model import Script
from drillplanner.review.rules import RULES
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.verdicts import Grade
from drillplanner.run.fact import Fact, read_body
from drillplanner.run.fact_kinds import SCORECARD
from drillplanner.services.fact_factory import issue_scorecard

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Issued:
    """A scorecard as it was issued. `card` is None where another version wrote it.

    `inputs` are the ids of the facts it was computed from.
    """

    fact: str
    made_utc_ns: int
    rules: str
    inputs: tuple[str, ...]
    round: int
    score: float | None
    grade: Grade | None
    card: Scorecard | None


def issue(
    workspace: Workspace,
    drill: DrillId,
    round_number: int,
    card: Scorecard,
    script: Script,
    inputs: Iterable[str],
    author: PersonId,
) -> Fact | None:
    """Freeze a scorecard; None where the last one issued of this round says the same.

    Args:
        workspace: open for writing.
        drill: the drill it is of.
        round_number: the round it is of.
        card: what the round came to.
        script: the one it was scored with.
        inputs: ids of the facts it was computed from.
        author: who issues it.
    """
    given = tuple(sorted(inputs))
    before = issued(workspace.facts(drill, SCORECARD), round_number)
    if before and (before[-1].card, before[-1].inputs) == (card, given):
        return None
    document = {
        **scorecard_json(card, script),
        "round": round_number,
        "exact": _adapter().dump_python(card, mode="json"),
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    rules = str(card.rules)
    return issue_scorecard(workspace, drill, text, inputs=given, rules=rules, author=author)


def issued(facts: Iterable[Fact], round_number: int) -> tuple[Issued, ...]:
    """Read the scorecards that were issued of one round, in order of arrival."""
    found = [_read(fact) for fact in facts if fact.kind == SCORECARD]
    return tuple(one for one in found if one is not None and one.round == round_number)


def differences(frozen: Issued, card: Scorecard, inputs: Iterable[str] = ()) -> tuple[Text, ...]:
    """Say why and how today's scorecard differs from an issued one; empty where it does not."""
    if frozen.card == card:
        return ()
    why: list[Text] = []
    if frozen.rules != str(RULES):
        said = _("It was scored by rules {old}; today's are {new}.", old=frozen.rules, new=RULES)
        why.append(said)
    new = set(inputs) - set(frozen.inputs)
    if new:
        why.append(
            ngettext(
                "{count} entry or decision came in since.",
                "{count} entries or decisions came in since.",
                len(new),
            )
        )
    missing = set(frozen.inputs) - set(inputs)
    if missing:
        why.append(
            ngettext(
                "{count} entry or decision it was made from is not there or was taken back.",
                "{count} entries or decisions it was made from are not there or were taken back.",
                len(missing),
            )
        )
    if frozen.card is not None:
        changed = len(changed_targets(frozen.card, card))
        if changed:
            why.append(
                ngettext(
                    "{count} target comes out otherwise.",
                    "{count} targets come out otherwise.",
                    changed,
                )
            )
    return tuple(why)


def changed_targets(before: Scorecard, after: Scorecard) -> tuple[str, ...]:
    """Name the targets that come out otherwise, in the order of the later scorecard."""
    old = {one.id: (one.verdict, one.elapsed_s, one.score) for one in before.targets}
    new = {one.id: (one.verdict, one.elapsed_s, one.score) for one in after.targets}
    return tuple(id_ for id_ in {**new, **old} if old.get(id_) != new.get(id_))


def _read(fact: Fact) -> Issued | None:
    body = read_body(fact.data)
    try:
        document = json.loads(str(body.get("document", "")))
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    given = body.get("inputs")
    return Issued(
        fact=fact.id,
        made_utc_ns=int(cast("int", body.get("wall_utc_ns", 0))),
        rules=str(body.get("rules", "")),
        inputs=tuple(str(one) for one in given) if isinstance(given, list) else (),
        round=document.get("round", 1),
        score=document.get("score"),
        grade=document.get("grade"),
        card=_card(document.get("exact")),
    )


def _card(exact: Mapping[str, Any] | None) -> Scorecard | None:
    if not isinstance(exact, dict):
        return None
    try:
        return _adapter().validate_json(json.dumps(exact))
    except ValueError:
        # Issued by another version, whose scorecards hold other values.
        return None


def _adapter() -> TypeAdapter[Scorecard]:
    from pydantic import TypeAdapter

    return TypeAdapter(Scorecard)
