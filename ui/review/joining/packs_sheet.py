"""The sheet of log packs: what each of them is, what was joined, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.pack.qr_codes import PICTURES
from drillplanner.services.exchange.pack_joining import Examined
from drillplanner.terms.pack_words import PACK_VERDICTS, WHAT_SIGNATURES_DO_NOT_SHOW
from ui.context import AppContext
from ui.widgets.card import Card, push_button, words_label
from ui.widgets.dialogs import Sheet
from ui.widgets.sign import SignLabel


def ask_for_packs(context: AppContext, parent: QWidget | None) -> list[Path]:
    """Let a person choose any number of packs."""
    names, _filter = QFileDialog.getOpenFileNames(
        parent,
        context.say(_("Join log packs")),
        "",
        context.say(
            _("Log packs, pictures of codes (*.drillpack *.journal *.jsonl *.png *.jpg *.jpeg)")
        ),
    )
    return [Path(name) for name in names]


def _in_turn(paths: Sequence[Path]) -> list[tuple[Path, ...]]:
    """Take files one by one, and pictures of codes together."""
    shown = tuple(path for path in paths if path.suffix.lower() in PICTURES)
    return [*((path,) for path in paths if path not in shown), *([shown] if shown else [])]


class PacksSheet(Sheet):
    """Joins packs one after the other; any order comes to the same, and twice changes nothing."""

    def __init__(self, context: AppContext, paths: Sequence[Path], parent: QWidget | None) -> None:
        super().__init__(context.say(_("Log packs")), parent)
        self._context = context
        self._packs = context.services.packs
        self._waiting = _in_turn(paths)
        self.cards: dict[str, PackCard] = {}
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(area)
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(context.dress.px(8))
        self._rows.addStretch(1)
        area.setWidget(body)
        self.column.addWidget(area, 1)
        self.column.addWidget(words_label(context.say(WHAT_SIGNATURES_DO_NOT_SHOW), "muted"))
        buttons = self.add_buttons(context.say(_("Close")))
        self.more = push_button(context.say(_("More packs…")), self._ask_for_more)
        buttons.addButton(self.more, buttons.ButtonRole.ActionRole)
        self.resize(context.dress.px(720), context.dress.px(560))
        self._take_next()

    def _ask_for_more(self) -> None:
        self._waiting.extend(_in_turn(ask_for_packs(self._context, self)))
        self._take_next()

    def _take_next(self) -> None:
        """Look at one pack at a time: what one brings decides what the next one is."""
        if self._waiting:
            paths = self._waiting.pop(0)
            self._context.jobs.run(
                "work",
                partial(self._examine, paths),
                partial(self._on_examined, paths[0]),
                self._on_failed,
                owner=self,
            )

    def _examine(self, paths: Sequence[Path]) -> Examined:
        is_shown = paths[0].suffix.lower() in PICTURES
        return self._packs.examine_pictures(paths) if is_shown else self._packs.examine(paths[0])

    def _on_examined(self, path: Path, found: Examined) -> None:
        self._show(path, found)
        if found.verdict in ("sound", "here"):
            self._join(path, found)
        else:
            self._take_next()

    def _join(self, path: Path, found: Examined) -> None:
        self._context.jobs.run(
            "data",
            lambda: self._packs.join(found),
            partial(self._on_joined, path),
            self._on_failed,
            owner=self,
        )

    def _on_joined(self, path: Path, found: Examined) -> None:
        self._show(path, found)
        self._context.drill = found.drill
        self._take_next()

    def _on_failed(self, error: BaseException) -> None:
        self._context.failures.tell(error)
        self._take_next()

    def _show(self, path: Path, found: Examined) -> None:
        old = self.cards.get(str(path))
        card = PackCard(self._context, found, partial(self._join, path, found))
        if old is None:
            self._rows.insertWidget(self._rows.count() - 1, card)
        else:
            self._rows.replaceWidget(old, card)
            old.hide()
            old.deleteLater()
        self.cards[str(path)] = card


class PackCard(Card):
    """One pack: its verdict, what speaks against it, and the button that joins it all the same."""

    def __init__(self, context: AppContext, found: Examined, join: object) -> None:
        super().__init__(context.dress)
        self.found = found
        shape, words = PACK_VERDICTS[found.verdict]
        name = _("{file}: {verdict}", file=found.name, verdict=words)
        self.sign = SignLabel(context.dress, shape, context.say(name), 15, self)
        self.column.addWidget(self.sign)
        self.lines = [context.say(text) for text in self._facts(found)]
        for line in self.lines:
            self.column.addWidget(words_label(line, parent=self))
        self.join_button: QPushButton | None = None
        if found.verdict == "ambiguous" and found.can_be_joined and callable(join):
            self.join_button = push_button(context.say(_("Join what is sound in it")), join)
            self.column.addWidget(self.join_button)

    def _facts(self, found: Examined) -> list[Text]:
        facts: list[Text] = []
        if found.title:
            facts.append(
                _("{drill} – {sources}", drill=found.title, sources=", ".join(found.sources))
            )
        if found.verdict == "joined":
            facts.append(
                ngettext("{count} record was new.", "{count} records were new.", found.new)
            )
        elif found.verdict != "refused":
            facts.append(
                ngettext(
                    "{count} entry, of which new: {new}.",
                    "{count} entries, of which new: {new}.",
                    found.entries,
                    new=found.new,
                )
            )
        return [*facts, *found.doubts, *found.notes]
