"""The play of thirty steps, act by act; an act whose key the console has not is left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tests.xvfb.planted import Act, Hand
from ui.run.keys import ANSWER_KEYS, MARK_KEYS, VERB_BY_KEY

#: Keys by verb, as this console has them.
KEYS = {verb: key for key, verb in reversed(tuple(VERB_BY_KEY.items()))}


def label_first(hand: Hand, steps: Sequence[str]) -> None:
    for step in steps:
        hand.mark(step)


def units(hand: Hand, step: str, names: Sequence[str]) -> None:
    for unit in names:
        hand.mark(step, unit)


def mark_now_name_later(hand: Hand, steps: Sequence[str]) -> None:
    """Freeze an instant for each step, with one mark key after the other, then name them all."""
    marks = []
    for number, step in enumerate(steps):
        key = MARK_KEYS[number % len(MARK_KEYS)]
        true_ns = hand.press(key, is_apart=True)
        marks.append(hand.expect("mark", about=step, true_ns=true_ns))
    for step, mark in zip(steps, marks, strict=True):
        hand.press(hand.keys[step], under="Shift")
        hand.expect("label", step, amends=mark)


def decide(hand: Hand, step: str, option: str, answer: int) -> None:
    mark = hand.mark(step)
    hand.press(ANSWER_KEYS[answer])
    hand.expect("label", step, option=option, amends=mark)


def fail(hand: Hand, step: str, answer: int) -> None:
    """Say that the step that is expected next failed; its instant is that of the first key."""
    true_ns = hand.press(KEYS["failed"])
    hand.press(ANSWER_KEYS[answer])
    hand.expect("failed", step, true_ns=true_ns)


def not_performed(hand: Hand, step: str) -> None:
    hand.press(KEYS["not_performed"])
    hand.expect("not_performed", step)


def void_last(hand: Hand, wrong: str) -> None:
    mark = hand.mark(wrong)
    hand.press(KEYS["void_last"])
    hand.expect("void", amends=mark)


def void_chosen(hand: Hand, wrong: str, steps: Sequence[str]) -> None:
    """Mark a wrong step, go on, then choose its row in the log and take it back."""
    mark = hand.mark(wrong)
    label_first(hand, steps)
    for _row in (wrong, *steps):
        hand.press("Down", under="Shift")
    hand.press(KEYS["void"])
    hand.expect("void", amends=mark)


def hold(hand: Hand) -> None:
    hand.expect("hold", true_ns=hand.press(KEYS["hold"]))


def resume(hand: Hand) -> None:
    hand.expect("resume", true_ns=hand.press(KEYS["hold"]))


def note(hand: Hand, text: str) -> None:
    hand.press(KEYS["note"])
    hand.type(text)
    hand.press("Enter")
    hand.expect("note")


def kill(hand: Hand, steps: Sequence[str]) -> None:
    """Press some keys and kill the program while the last of them are on their way."""
    hand.settle()
    label_first(hand, steps)
    hand.kill_and_go_on()


def end(hand: Hand) -> None:
    """Hold the end key until the end page is there, as its button asks one to."""
    hand.keyboard.down("F12")
    hand.window.page("EndPage")
    hand.keyboard.up("F12")
    hand.expect("end")


ACTS = (
    Act("label first", partial(label_first, steps=("danger", "shout", "alarm"))),
    Act(
        "mark now, name later",
        partial(mark_now_name_later, steps=("gate-shut", "tool-taken", "broadcast")),
    ),
    Act("label first", partial(label_first, steps=("call-110",))),
    Act("failed, with a reason", partial(fail, step="principal-told", answer=0)),
    Act("wrong key, voided", partial(void_last, wrong="surrounded")),
    Act("decision", partial(decide, step="route", option="stay", answer=0)),
    Act("units in turn", partial(units, step="locked", names=("c1", "c2", "c3"))),
    Act("label first", partial(label_first, steps=("hidden",))),
    Act("units in turn", partial(units, step="counted", names=("c1", "c2"))),
    Act("label first", partial(label_first, steps=("reported",))),
    Act("not performed", partial(not_performed, step="missing")),
    Act("held", hold),
    Act("note", partial(note, text="bus")),
    Act("resumed", resume),
    Act("label first", partial(label_first, steps=("first-aid", "parents"))),
    Act("killed in the middle", partial(kill, steps=("cordon", "push-back", "surrounded"))),
    Act(
        "wrong key, voided later",
        partial(void_chosen, wrong="all-clear", steps=("station-told", "car-off")),
    ),
    Act("label first", partial(label_first, steps=("police-there",))),
    Act("mark now, name later", partial(mark_now_name_later, steps=("swat-off", "swat-there"))),
    Act("label first", partial(label_first, steps=("subdued", "searched", "handed-over"))),
    Act("label first", partial(label_first, steps=("evidence", "all-clear"))),
    Act("end key held", end),
)


def playable() -> list[Act]:
    """Give the acts whose keys this console has."""
    return [act for act in ACTS if set(act.needs) <= set(KEYS)]
