"""Say the states, marks, deeds and hazard classes of the ledger, one word per thing."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.base.texts import Text, pgettext
from drillplanner.improve.ledger import Deed, Hazard, State
from drillplanner.review.shortfalls import ShortfallKind

STATES: Mapping[State, Text] = {
    "open": pgettext("state of a corrective action", "not started"),
    "under_way": pgettext("state of a corrective action", "under way"),
    "to_verify": pgettext("state of a corrective action", "mended, to be verified"),
    "closed": pgettext("state of a corrective action", "closed"),
    "dismissed": pgettext("state of a corrective action", "dismissed"),
    "withdrawn": pgettext("state of a corrective action", "withdrawn"),
}

PARKED = pgettext("mark of a corrective action", "parked")
SUPERVISED = pgettext("mark of a corrective action", "supervised")
OVERDUE = pgettext("mark of a corrective action", "overdue")

HAZARDS: Mapping[Hazard, Text] = {
    "personnel": pgettext("hazard class", "personnel"),
    "physical": pgettext("hazard class", "physical protection"),
    "technical": pgettext("hazard class", "technical protection"),
    "vehicle": pgettext("hazard class", "vehicles"),
    "rules": pgettext("hazard class", "rules and procedures"),
}

#: What was done, in the history of an action.
DEEDS: Mapping[Deed, Text] = {
    "accept": pgettext("step of a corrective action", "entered into the ledger"),
    "dismiss": pgettext("step of a corrective action", "dismissed"),
    "edit": pgettext("step of a corrective action", "changed"),
    "start": pgettext("step of a corrective action", "mending started"),
    "report": pgettext("step of a corrective action", "reported as mended"),
    "send_back": pgettext("step of a corrective action", "sent back"),
    "close": pgettext("step of a corrective action", "closed"),
    "reopen": pgettext("step of a corrective action", "reopened"),
    "undo": pgettext("step of a corrective action", "last step taken back"),
    "settle": pgettext("step of a corrective action", "version chosen"),
}

#: What fell short, in a word or two.
KINDS: Mapping[ShortfallKind, Text] = {
    "missed": pgettext("kind of finding", "over the limit"),
    "not_performed": pgettext("kind of finding", "not performed"),
    "not_achieved": pgettext("kind of finding", "without effect"),
    "broken_order": pgettext("kind of finding", "out of order"),
    "low_rating": pgettext("kind of finding", "rated low"),
    "not_recorded": pgettext("kind of finding", "not recorded"),
    "conflict": pgettext("kind of finding", "records disagree"),
}
