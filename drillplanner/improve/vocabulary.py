"""Say the states, marks, deeds and hazard classes of the ledger, one word per thing."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.base.texts import Text, pgettext
from drillplanner.improve.ledger import Deed, Hazard, Judged, Level, Source, State

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
    "fire": pgettext("hazard class", "fire protection"),
    "video": pgettext("hazard class", "video"),
    "access": pgettext("hazard class", "access control"),
    "surroundings": pgettext("hazard class", "public order around"),
    "emergency": pgettext("hazard class", "emergency procedures"),
}

SOURCES: Mapping[Source, Text] = {
    "drill": pgettext("source of a line", "drill"),
    "self_check": pgettext("source of a line", "school's own check"),
    "police": pgettext("source of a line", "police inspection"),
    "joint": pgettext("source of a line", "joint inspection"),
    "duty_post": pgettext("source of a line", "duty post"),
    "instruction": pgettext("source of a line", "leader's instruction"),
    "visit": pgettext("source of a line", "leader's visit"),
}

LEVELS: Mapping[Level, Text] = {
    "": pgettext("level of a hazard", "not judged"),
    "general": pgettext("level of a hazard", "general"),
    "major": pgettext("level of a hazard", "major"),
}

JUDGED: Mapping[Judged, Text] = {
    "": pgettext("how a level was judged", "not judged"),
    "direct": pgettext("how a level was judged", "directly"),
    "combined": pgettext("how a level was judged", "in combination"),
    "person": pgettext("how a level was judged", "by a named person"),
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
