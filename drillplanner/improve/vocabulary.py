"""Say the states, marks, deeds and hazard classes of the ledger, one word per thing."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.base.texts import Text, pgettext
from drillplanner.improve.ledger import Deed, Hazard, State

STATES: Mapping[State, Text] = {
    "open": pgettext("state of a corrective action", "not started"),
    "under_way": pgettext("state of a corrective action", "under way"),
    "to_verify": pgettext("state of a corrective action", "fixed, to be verified"),
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
    "start": pgettext("step of a corrective action", "work started"),
    "report": pgettext("step of a corrective action", "reported as fixed"),
    "send_back": pgettext("step of a corrective action", "sent back"),
    "close": pgettext("step of a corrective action", "closed"),
    "reopen": pgettext("step of a corrective action", "reopened"),
    "undo": pgettext("step of a corrective action", "last step undone"),
    "settle": pgettext("step of a corrective action", "version chosen"),
}

#: What a person may do next, on its button.
MOVES: Mapping[Deed, Text] = {
    "start": pgettext("button", "Start work"),
    "report": pgettext("button", "Report as fixed"),
    "send_back": pgettext("button", "Send back"),
    "close": pgettext("button", "Close the action"),
    "reopen": pgettext("button", "Reopen"),
}
