"""Print one of a drill's papers in a process of its own, and cancel it.

A report takes seconds of Python; in this process it would hold up whatever else has to run,
a key press above all. The child only computes bytes; the file is put in place here, whole.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language
from drillplanner.terms.papers import PaperOrder

if TYPE_CHECKING:
    from drillplanner.report.inputs import ReportInputs

#: What a report is made from.
Inputs: TypeAlias = "ReportInputs"

#: How often a waiting print asks whether it is still wanted, in seconds.
_POLL_S = 0.1


class Cancelled(Exception):
    """Somebody stopped the print; nothing was written."""


class PrintingFailed(Exception):
    """Our own code failed in the printing process; the message names the kind of error."""


def print_bytes(
    inputs: ReportInputs,
    language: Language,
    order: PaperOrder,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """Print into memory, in another process.

    Args:
        inputs: what the report is made from.
        language: the report's language, whatever the window's is.
        order: which paper, in which format.
        is_cancelled: asked ten times a second, on the calling thread.

    Raises:
        Cancelled: `is_cancelled` said so.
        StoreFault: the process ended without an answer (out of memory, killed).
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_print, args=(theirs, inputs, language, order), name="print", daemon=True
    )
    process.start()
    theirs.close()
    try:
        while not ours.poll(_POLL_S):
            if is_cancelled():
                raise Cancelled
        answer = ours.recv()
    except EOFError as error:
        raise StoreFault(
            _("The report could not be printed: the system ended the printing. Try again.")
        ) from error
    finally:
        process.terminate()
        process.join()
        ours.close()
    return _opened(answer)


def save_print(
    inputs: ReportInputs,
    target: Path,
    language: Language,
    order: PaperOrder,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Print into a file, which appears whole under its name or not at all.

    Raises:
        Cancelled: `is_cancelled` said so; what was at `target` is still there.
        UserError: the file cannot be written there.
        StoreFault: the disk or the printing process failed.
    """
    from drillplanner.base.atomic_file import write_durably
    from drillplanner.services.review.printing.annex import has_annex, with_annex

    if has_annex(order):
        inputs = with_annex(inputs, target)
    write_durably(target, print_bytes(inputs, language, order, is_cancelled))


def _opened(answer: tuple[str, bytes | Text | str]) -> bytes:
    match answer:
        case ("printed", bytes(printed)):
            return printed
        case ("refused", Text() as text):
            raise UserError(text)
        case ("failed", Text() as text):
            raise StoreFault(text)
    raise PrintingFailed(str(answer[1]))


def _print(answer: Connection, inputs: ReportInputs, language: Language, order: PaperOrder) -> None:
    """Print in the child and send one answer."""
    from drillplanner.report.making import made

    try:
        answer.send(("printed", made(inputs, order, language)))
    except UserError as error:
        answer.send(("refused", error.text))
    except StoreFault as error:
        answer.send(("failed", error.text))
    except Exception as error:  # a child has nobody else to tell
        answer.send(("crashed", type(error).__name__))
        raise
