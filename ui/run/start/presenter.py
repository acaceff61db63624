"""Decide what the start page offers: scripts, last time's choices, and unfinished drills."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.base import local_time
from drillplanner.base.ids import PersonId, new_id
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.base.translator import Language
from drillplanner.plan.model import Script
from drillplanner.services.catalogue import Offer
from drillplanner.services.plan.scripts import OpenScript
from drillplanner.services.run.emergency_journal import TakenBack
from drillplanner.services.run.live_session import NATURES, Start, Unfinished
from drillplanner.services.run.safety_gate import SafetyGate
from ui.context import AppContext
from ui.run.start.kept_posts import Kept, kept_of, with_kept
from ui.run.start.page import StartPage
from ui.run.start.safety_sheet import SafetySheet

#: Unfinished drills that are offered, the latest first.
_OFFERED = 3


class Starting:
    """What can be started: it looks on the lanes, and tells the page."""

    def __init__(self, context: AppContext, page: StartPage) -> None:
        self._context = context
        self._page = page
        self._scripts: list[OpenScript] = []
        self._samples: tuple[OpenScript, ...] = ()
        self._unfinished: tuple[Unfinished, ...] = ()
        self._offers: tuple[Offer, ...] = ()
        #: The drill whose next round was asked for; empty where none was.
        self._wanted = ""
        #: The drill that is to be gone on with once it is found.
        self._continued = ""
        #: Whether a new drill was asked for, so that times typed in are not of the last one.
        self.is_anew = False
        self._takes_focus = True
        self._gate, self._gated = SafetyGate(), ""
        #: The sheet of the safety items, while it is open.
        self.safety: SafetySheet | None = None
        page.form.scriptChosen.connect(self._on_script)
        page.form.safetyRequested.connect(self.ask_safety)
        context.scriptChanged.connect(self._offer_scripts)
        context.drillChanged.connect(self._on_drill)
        self.show_last()

    def show_last(self) -> None:
        """Show what was chosen last time, here or by taking a station pack over."""
        settings = self._context.settings
        self._page.form.show_choices(
            settings.nature or NATURES[0],
            settings.source or self._usual_source(),
            settings.keeper_name,
        )

    def load(self) -> None:
        """Look for samples and for unfinished drills."""
        language = self._context.language
        self._context.jobs.run(
            "work", lambda: _samples(language), self._show_samples, owner=self._page
        )
        self.look_for_unfinished()
        self._look_for_schools()
        self._look_for_name()

    def _look_for_name(self) -> None:
        """Find the last timekeeper's name where the settings do not keep it: beside a password."""
        settings, catalogue = self._context.settings, self._context.services.catalogue
        if settings.keeper_name or not settings.keeper:
            return

        def show(name: str) -> None:
            if not self._page.form.keeper.text():
                self._page.form.keeper.setText(name)

        self._context.jobs.run(
            "work", lambda: catalogue.name_of(settings.keeper), show, owner=self._page
        )

    def look_for_unfinished(self) -> None:
        """Look for drills that were begun and not ended; join what was saved elsewhere."""
        context, services = self._context, self._context.services

        def look(taken: TakenBack) -> None:
            # A drill can be gone on with even where what was left behind cannot be joined yet.
            context.jobs.run(
                "work",
                lambda: (services.catalogue.unfinished(), taken),
                self._show_unfinished,
                owner=self._page,
            )

        context.jobs.run("data", services.sessions.take_back, look, owner=self._page)

    def go_on_with(self, drill: str) -> None:
        """Go on with an unfinished drill as soon as it is found, without another question.

        Where several posts of this laptop are in it, the page asks which.
        """
        self._continued = drill
        self.look_for_unfinished()

    def look_again(self) -> None:
        """Offer a new drill, whatever was asked for before; look for what may have changed."""
        self.is_anew = True
        self._wanted, self._takes_focus = "", True
        self._page.show_typing_of(self._context.say(_("Times of the new drill, from paper")))
        self._page.show_notice("")
        self.forget_safety()
        self.look_for_unfinished()
        self._look_for_rounds()
        self._look_for_schools()

    def next_round(self, drill: str, void: int | None = None) -> None:
        """Offer the next round of a drill, so that one key arms it; `void` was made void."""
        context = self._context
        words = _("Round {number} is void; all of it stays in the log.", number=void or 0)
        self._page.show_notice(context.say(words) if void else "")
        self._wanted, self._takes_focus, self.is_anew = drill, True, False
        self._page.show_typing_of("")
        self.forget_safety()
        self._page.form.await_rounds()
        self.look_for_unfinished()

        def done(script: OpenScript) -> None:
            # Whatever is on the desk now, another round is of the script the drill is held with.
            context.script = script

        def failed(error: BaseException) -> None:
            self._look_for_rounds()
            context.failures.tell(error)

        services = context.services
        context.jobs.run(
            "work", lambda: services.catalogue.script(drill), done, failed, owner=self._page
        )

    def chosen(self) -> Start | None:
        """Give what was chosen, and remember it for the next time; None without a script."""
        page, context = self._page, self._context
        number = page.form.script.currentIndex()
        if not 0 <= number < len(self._scripts):
            return None
        opened = self._scripts[number]
        source = page.form.source.text().strip() or self._usual_source()
        keeper = PersonId(context.settings.keeper or new_id())
        name, nature = page.form.keeper.text().strip(), page.form.chosen_nature
        kept = Kept(page.form.posts.chosen, page.form.control.isChecked())
        settings = replace(
            context.settings, keeper=keeper, keeper_name=name, source=source, nature=nature
        )
        context.remember(with_kept(settings, opened.script, kept))
        title = context.words(opened.script.title, opened.script.language)
        place = page.form.round.currentIndex() - 1
        return Start(
            opened,
            title,
            nature,
            source,
            keeper,
            name,
            posts=kept.posts,
            is_control=kept.is_control,
            again=self._offers[place].again if 0 <= place < len(self._offers) else None,
            school=page.form.school.currentText(),
            gate=self._gate,
        )

    def may_arm(self) -> bool:
        """Tell whether the safety gate lets a round be armed; where not, ask about it."""
        if self._refusal(self._gate) is None:
            return True
        self.ask_safety()
        return False

    def ask_safety(self) -> None:
        """Open the sheet on which the safety items are ticked."""
        script = self._script()
        if script is None:
            return
        form = self._page.form
        self.safety = SafetySheet(
            self._context,
            script,
            self._gate,
            form.keeper.text(),
            self._refusal,
            self._page.window(),
        )
        self.safety.given.connect(self._take_gate)
        self.safety.present()

    def unfinished(self, number: int) -> Unfinished | None:
        """Give one of the unfinished drills."""
        return self._unfinished[number] if 0 <= number < len(self._unfinished) else None

    def forget_safety(self) -> None:
        """Open every safety item again: what was confirmed was of one round."""
        self._gate = SafetyGate()
        self._show_safety()

    def _script(self) -> Script | None:
        number = self._page.form.script.currentIndex()
        return self._scripts[number].script if 0 <= number < len(self._scripts) else None

    def _refusal(self, gate: SafetyGate) -> Text | None:
        script, form = self._script(), self._page.form
        if script is None:
            return None
        return gate.refusal(script, form.chosen_nature, is_control=form.control.isChecked())

    def _take_gate(self, gate: SafetyGate) -> None:
        self._gate = gate
        self._show_safety()
        self._page.form.safety.setFocus()

    def _show_safety(self) -> None:
        script = self._script()
        count = len(script.safety) if script is not None else 0
        if script is None or not count:
            self._page.form.show_safety("")
            return
        left = len(self._gate.open_items(script))
        words = (
            _("{open} of {count} safety items open…", open=left, count=count)
            if left
            else ngettext(
                "The safety item is confirmed…", "All {count} safety items are confirmed…", count
            )
        )
        self._page.form.show_safety(self._context.say(words))

    def _on_drill(self, _drill: str) -> None:
        """Type times in of the drill that is on the desk now."""
        self.is_anew = False
        self._page.show_typing_of("")

    def _look_for_schools(self) -> None:
        context, organisation = self._context, self._context.services.organisation

        def read() -> tuple[tuple[str, ...], tuple[str, ...]]:
            called = [name for one in organisation.schools() for name in (one.name, *one.former)]
            return tuple(organisation.school_labels().values()), tuple(called)

        def show(found: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
            self._page.form.show_schools(*found)

        context.jobs.run(
            "work",
            read,
            show,
            lambda _error: show(((), ())),  # looking for unfinished drills says it
            owner=self._page,
            latest="schools",
        )

    def _show_samples(self, samples: tuple[OpenScript, ...]) -> None:
        self._samples = samples
        self._offer_scripts(self._context.script)
        self._page.take_focus()

    def _offer_scripts(self, script: OpenScript | None) -> None:
        known = {one.document for one in self._samples}
        own = [script] if script is not None and script.document not in known else []
        self._scripts = [*own, *self._samples]
        documents = [one.document for one in self._scripts]
        chosen = documents.index(script.document) if script is not None else 0
        words = self._context.words
        titles = [words(one.script.title, one.script.language) for one in self._scripts]
        self._page.form.show_scripts(titles, chosen)

    def _on_script(self) -> None:
        """Show the posts of the script that is chosen now, and which rounds of it there are."""
        context, number = self._context, self._page.form.script.currentIndex()
        if not 0 <= number < len(self._scripts):
            return
        script, document = self._scripts[number].script, self._scripts[number].document
        if document != self._gated:
            # What was confirmed of another script, or another version, says nothing of this one.
            self._gate, self._gated = SafetyGate(), document
        self._show_safety()
        posts = [(post.id, context.words(post.name, script.language)) for post in script.posts]
        kept = kept_of(context.settings, script)
        self._page.form.show_posts(posts, kept.posts, is_control=kept.is_control)
        self._look_for_rounds()

    def _look_for_rounds(self) -> None:
        number = self._page.form.script.currentIndex()
        if not 0 <= number < len(self._scripts):
            return
        context, document = self._context, self._scripts[number].document
        source = self._page.form.source.text().strip()
        self._offers = ()
        self._page.form.await_rounds()

        def failed(_error: BaseException) -> None:
            # Looking for unfinished drills says it, and arming would.
            self._show_offers(())

        services = context.services
        context.jobs.run(
            "work",
            lambda: services.catalogue.offers(document, source),
            self._show_offers,
            failed,
            owner=self._page,
            latest="rounds",
        )

    def _show_offers(self, found: tuple[Offer, ...]) -> None:
        self._offers = found
        say, present_ns = self._context.say, self._context.services.clock.wall_utc_ns()
        words = [
            say(_("Round 1 of a new drill")),
            *(say(offer_said(one, present_ns)) for one in found),
        ]
        wanted = [
            place
            for place, one in enumerate(found, start=1)
            if one.drill.id == self._wanted and not one.is_under_way
        ]
        self._page.form.show_rounds(words, wanted[0] if wanted else 0)
        if wanted:
            self._wanted = ""
        if self._takes_focus:
            self._takes_focus = False
            self._page.take_focus()

    def _show_unfinished(self, found: tuple[tuple[Unfinished, ...], TakenBack]) -> None:
        self._unfinished, taken = found
        context, page = self._context, self._page
        reason = context.services.read_only_because
        if reason is not None:
            page.show_unfinished([])
            words = _("{reason} Here it is open for reading only.", reason=reason)
            page.show_notice(context.say(words), is_read_only=True)
            return
        page.show_unfinished([self._known(one) for one in self._unfinished[:_OFFERED]])
        for fault in taken.faults[:1]:
            context.failures.tell(fault)
        self._go_on()
        joined = taken.joined
        if joined:
            words = ngettext(
                "{count} entry that could not be saved last time was found and is in the log now.",
                "{count} entries that could not be saved last time were found and are in the log "
                "now.",
                joined,
            )
            page.show_notice(context.say(words))

    def _go_on(self) -> None:
        drill, self._continued = self._continued, ""
        numbers = [
            number for number, one in enumerate(self._unfinished) if drill and one.drill.id == drill
        ]
        if len(numbers) == 1:
            self._page.resumeRequested.emit(numbers[0])

    def _known(self, found: Unfinished) -> tuple[str, str]:
        at_ns = found.last_wall_utc_ns
        words = ngettext(
            "{source}: {count} entry, the last at {time}. All of it is on the disk.",
            "{source}: {count} entries, the last at {time}. All of them are on the disk.",
            found.count,
            source=found.station.source,
            time=f"{local_time.day(at_ns, found.zone)} {local_time.second(at_ns, found.zone)}",
        )
        title, number = found.drill.title, found.station.round
        named = _("{title} · round {round}", title=title, round=number) if number > 1 else title
        return self._context.say(named), self._context.say(words)

    def _usual_source(self) -> str:
        return self._context.say(_("Command post"))


def offer_said(offer: Offer, present_utc_ns: int) -> Text:
    """Say which round of which drill could be armed."""
    when = _when(offer.when_utc_ns, present_utc_ns, offer.zone)
    if offer.is_under_way:
        words = _("Round {number}, under way · the drill of {when}", number=offer.round, when=when)
        return words
    return _("Round {number} · the drill of {when}", number=offer.round, when=when)


def _when(utc_ns: int, present_utc_ns: int, zone: str) -> Text | str:
    if local_time.day(utc_ns, zone) == local_time.day(present_utc_ns, zone):
        return _("today, {clock}", clock=local_time.minute(utc_ns, zone))
    return local_time.day_and_minute(utc_ns, zone)


def _samples(language: Language) -> tuple[OpenScript, ...]:
    """Open the samples, and as the last choice the script of a drill without one."""
    from drillplanner.services.plan.scripts import samples
    from drillplanner.services.run.free_play import free_play

    return (*samples(), free_play(language))
