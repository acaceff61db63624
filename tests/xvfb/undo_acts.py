"""Every undo and every slip of the play: what was done, what seems to take it back, what stands.

Each act writes down by hand, press by press, which entries must come of it; an act that is undone
leaves the steps as they were.
"""

from __future__ import annotations

import time

from tests.xvfb.acts import KEYS, READ_S, answer, end
from tests.xvfb.planted import Hand
from ui.run.keys import MARK_KEYS

#: How long a held key is down: X repeats it from 0.66 s on.
HELD_S = 1.2
#: Two presses that one finger makes by mistake lie so far apart.
BOUNCE_S = 0.12


def undo(hand: Hand, undone: int, kind: str = "void") -> int:
    """Take the last act back; what was a void itself is restored."""
    hand.press(KEYS["undo"])
    return hand.expect(kind, amends=undone)


# -- undos ------------------------------------------------------------------------------------


def undo_label(hand: Hand, step: str) -> None:
    """Name an instant, take the name back, name it again: the instant is that of the press."""
    mark = hand.expect("mark", about=step, true_ns=hand.press(MARK_KEYS[0], is_apart=True))
    hand.press(hand.keys[step])
    undo(hand, hand.expect("label", step, amends=mark))
    hand.press(hand.keys[step], under="Shift")
    hand.expect("label", step, amends=mark)


def undo_void(hand: Hand, wrong: str) -> None:
    """Void a row of the log, take that back, and the mark itself after it."""
    mark = hand.mark(wrong)
    # V alone points at the newest row; V once more takes it back.
    hand.press(KEYS["void"])
    hand.press(KEYS["void"], is_apart=True)
    undo(hand, hand.expect("void", amends=mark), "restore")
    undo(hand, mark)


def undo_not_performed(hand: Hand, step: str) -> None:
    """Say that the step expected next was not performed, and take it back."""
    hand.press(KEYS["not_performed"])
    answer(hand, 0)
    undo(hand, hand.expect("not_performed", step))


def undo_failed(hand: Hand, step: str) -> None:
    """Say that the step expected next failed, and take it back."""
    true_ns = hand.press(KEYS["failed"])
    bare = hand.expect("failed", step, true_ns=true_ns)
    answer(hand, 0)
    hand.expect("void", amends=bare)
    undo(hand, hand.expect("failed", step, true_ns=true_ns))


def undo_resume(hand: Hand) -> None:
    """Resume too early, take that back, and resume: the pause is one, with one end."""
    undo(hand, hand.expect("resume", true_ns=hand.press(KEYS["hold"])))
    hand.expect("resume", true_ns=hand.press(KEYS["hold"], is_apart=True))


def undo_false_start(hand: Hand, step: str) -> None:
    """Take a start back, take that back, and do it again: the start is void."""
    mark = hand.mark(step)
    hand.press("Delete")
    answer(hand, 0)
    void = hand.expect("void", amends=mark)
    restored = undo(hand, void, "restore")
    hand.press(KEYS["undo"], under="Shift")
    # What took the void back is void now.
    hand.expect("void", amends=restored)


def undo_void_round(hand: Hand) -> None:
    """Make the round void by a held key and a reason, and go back to the console from the end."""
    hand.keyboard.down("Delete")
    time.sleep(HELD_S)
    hand.keyboard.up("Delete")
    answer(hand, 0)
    back_from_the_end(hand, hand.expect("abort"))


def undo_end(hand: Hand) -> None:
    """End the drill by a held key, and go back to the console: nothing is lost, the clock runs."""
    end(hand)
    back_from_the_end(hand, len(hand.planted) - 1)


def back_from_the_end(hand: Hand, ending: int) -> None:
    """A stray press on the end page only asks; a second, other key says yes."""
    consoles = hand.window.count("page", "ConsolePage")
    hand.window.again("EndPage")
    hand.press(KEYS["undo"])
    answer(hand, 0)
    hand.expect("void", amends=ending)
    hand.window.wait_until(lambda: hand.window.count("page", "ConsolePage") > consoles)
    hand.window.again("ConsolePage")


# -- slips --------------------------------------------------------------------------------------


def wrong_key(hand: Hand, wrong: str, right: str) -> None:
    """Press a neighbour's key, take it back at once, and press the right one."""
    undo(hand, hand.mark(wrong))
    hand.mark(right)


def double_press(hand: Hand, step: str) -> None:
    """Press a step's key twice at once: it is one mark, with the instant of the first press."""
    hand.mark(step)
    time.sleep(BOUNCE_S)
    hand.keyboard.press(hand.keys[step])
    # Long enough that the next act is no part of it.
    time.sleep(READ_S)


def key_held(hand: Hand, step: str) -> None:
    """Hold a step's key down until the keyboard repeats it: one mark, of when it went down."""
    true_ns = hand.press(hand.keys[step], held_s=HELD_S)
    hand.expect("mark", step, true_ns=true_ns)


def wrong_tile(hand: Hand, wrong: str, right: str) -> None:
    """Click on the tile beside the right one, undo it, and click on the right one."""
    true_ns = hand.click(wrong)
    undo(hand, hand.expect("mark", wrong, made="tap", true_ns=true_ns))
    hand.expect("mark", right, made="tap", true_ns=hand.click(right))


def stray_undo_while_asked(hand: Hand, failed: str, step: str) -> None:
    """Say by mistake that a step failed and undo it under its question: only that is void."""
    undo(hand, hand.expect("failed", failed, true_ns=hand.press(KEYS["failed"])))
    hand.mark(step)
