"""Fill in a form in talk: what a message does to a draft, and what is asked next. Pure: nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from bot.submissions import wording
from bot.submissions.checks import checked, contact_in, looks_private
from bot.submissions.draft import SENT, STOPPED, Answer, Draft
from bot.submissions.forms import CONSENT, Forms, words_of
from bot.texts import Texts
from knowledge.understanding import Understanding
from knowledge.vocabulary import Vocabulary

_FREE = ("what", "organisation", "sector", "when")
"""Questions that nearly any words answer: only a question, a request or a greeting is taken for something else."""
_ANSWERS_WHAT = {"offer": {"offer", "employer_engage", "need"}, "need": {"need", "find", "contact", "offer"}}
"""Intents with which "could somebody visit P5?" answers what is offered or needed rather than asks a question."""


class Outcome(Enum):
    """What a message was to a form."""

    ANSWERED = "answered"
    """It answered, changed or skipped something, or asked about the question itself; the form goes on."""
    ENDED = "ended"
    """It gave consent, or gave the form up."""
    INTERRUPTED = "interrupted"
    """It was meant for somebody else: the form waits."""


@dataclass(frozen=True)
class Step:
    """What became of one message."""

    outcome: Outcome
    draft: Draft


class Filling:
    """Both forms.

    Args:
        forms: what is asked.
        texts: the bot's words.
        understand: the parser that search uses as well.
        days: how long what is sent is kept, to say so.
    """

    def __init__(self, forms: Forms, texts: Texts, understand: Callable[[str], Understanding], days: int) -> None:
        self.forms = forms
        self._texts = texts
        self._understand = understand
        self._days = days

    def begun(self, draft: Draft) -> Draft:
        """Return a draft that is being written, from one that may hold what was said before; what it holds is told."""
        note = self._texts.say("form_taken", answers=self._read_back(draft)) if draft.answers else ""
        return replace(draft, note=note, wanted="", ended="", proposed_at=0)

    def prefilled(self, draft: Draft, name: str, message: str) -> Draft:
        """Return the draft with ``message`` as the answer to one question, if it can be one."""
        answer = checked(self.forms.questions[name], message, self._understand(message))
        return draft.answering(name, answer) if isinstance(answer, Answer) else draft

    def take(self, draft: Draft, message: str, intent: str) -> Step:
        """Return what a message does to an open draft.

        Args:
            draft: as it was.
            message: as typed.
            intent: what the message was taken for.
        """
        name = draft.asked(self.forms)
        if intent == "safeguarding":
            return Step(Outcome.INTERRUPTED, draft)
        if wording.stops(message):
            return Step(Outcome.ENDED, replace(draft, ended=STOPPED, note=""))
        if changed := self._corrected(draft, message, name):
            return Step(Outcome.ANSWERED, changed)
        if wording.goes_back(message):
            return Step(Outcome.ANSWERED, self._back(draft, name))
        if name == CONSENT:
            return self._consent(draft, message, intent)
        if wording.asks_why(message):
            return Step(Outcome.ANSWERED, draft.noting(words_of(self._texts, "why", name, draft.kind)))
        if wording.asks_how(message):
            example = words_of(self._texts, "example", name, draft.kind)
            return Step(Outcome.ANSWERED, draft.noting(self._texts.say("form_example", example=example)))
        if wording.skips(message):
            return Step(Outcome.ANSWERED, self._skipped(draft, name))
        if self._interrupts(draft, message, intent, name):
            return Step(Outcome.INTERRUPTED, draft)
        return Step(Outcome.ANSWERED, self._answered(draft, name, message))

    def question(self, draft: Draft) -> str:
        """Return what to say while the form waits: the note, then the question or the summary."""
        name = draft.asked(self.forms)
        asked = self._summary(draft) if name == CONSENT else words_of(self._texts, "ask", name, draft.kind)
        return "\n".join(part for part in (draft.note, asked) if part)

    def suggestions(self, draft: Draft) -> list[str]:
        """Return what may be said next without typing."""
        name = draft.asked(self.forms)
        if name == CONSENT:
            return [self._texts.say("suggest_form_yes"), self._texts.say("suggest_form_no")]
        skip = [self._texts.say("suggest_form_skip")] if self.forms.questions[name].optional else []
        return [*skip, self._texts.say("suggest_form_stop")]

    def position(self, draft: Draft) -> tuple[int, int]:
        """Return the number of the question asked now, from 1, and how many there are; one more than that at the summary."""
        order = self.forms.order(draft.kind)
        name = draft.asked(self.forms)
        return (len(order) + 1 if name == CONSENT else order.index(name) + 1), len(order)

    def facts(self, draft: Draft) -> list[tuple[str, str]]:
        """Return what was answered, as label and answer, in the form's order."""
        return [
            (self._label(draft, name), draft.answers[name].text or self._texts.say("form_left_out"))
            for name in self.forms.order(draft.kind)
            if name in draft.answers
        ]

    def consent_wording(self, kind: str) -> str:
        """Return the words to which "yes" is said."""
        return self._texts.say("form_consent_need" if kind == "need" else "form_consent_offer", days=self._days)

    def _summary(self, draft: Draft) -> str:
        lines = [f"{label}: {answer}" for label, answer in self.facts(draft)]
        asked = f"{self.consent_wording(draft.kind)} {self._texts.say('form_consent_question')}"
        return "\n".join([self._texts.say("form_summary"), *lines, asked])

    def _consent(self, draft: Draft, message: str, intent: str) -> Step:
        if wording.says_yes(message):
            return Step(Outcome.ENDED, replace(draft, ended=SENT, note=""))
        if wording.says_no(message):
            return Step(Outcome.ENDED, replace(draft, ended=STOPPED, note=""))
        if contact_in(message) and not wording.asks_something(message):
            return Step(Outcome.ANSWERED, self._answered(draft, "contact", message, changes=True))
        if wording.asks_something(message) or wording.is_small_talk(message) or intent in {"privacy", "abuse", "start_over"}:
            return Step(Outcome.INTERRUPTED, draft)
        return Step(Outcome.ANSWERED, draft.noting(self._texts.say("form_yes_or_no")))

    def _interrupts(self, draft: Draft, message: str, intent: str, name: str) -> bool:
        if wording.is_small_talk(message) or intent == "abuse":
            return True
        fits = isinstance(checked(self.forms.questions[name], message, self._understand(message)), Answer)
        if not wording.asks_something(message):
            # What is no question interrupts only where it cannot be the answer, and is clearly something else.
            return not fits and name not in _FREE and intent in {"privacy", "start_over", "more", "compare", "thanks", "goodbye"}
        if name == "what":
            return not (intent in _ANSWERS_WHAT[draft.kind] and not wording.asks_openly(message))
        # "Falkirk?" is an answer in doubt, not a question.
        return not (fits and name not in _FREE and len(message.split()) <= 2)

    def _answered(self, draft: Draft, name: str, message: str, changes: bool = False) -> Draft:
        question, original = self.forms.questions[name], message
        contact = contact_in(message) if name in _FREE else ""
        for part in contact.split(", ") if contact else ():
            # A contact goes where contacts go, not into a line that everybody reads.
            message = message.replace(part, " ")
        answer = checked(question, message, self._understand(message))
        if name in _FREE and (wording.says_yes(message) or wording.says_no(message)):
            # "Yes" answers no open question.
            answer = "form_too_short"
        if isinstance(answer, str):
            if early := self._meant_for_another(draft, name, original):
                return early
            return draft.noting(self._texts.say(answer, most=question.most, label=self._label(draft, name).lower()))
        notes = []
        if changes or name in draft.answers:
            notes.append(self._texts.say("form_changed", label=self._label(draft, name), answer=answer.text))
        elif question.check in {"place", "stage"}:
            notes.append(self._texts.say("form_read_as", label=self._label(draft, name), answer=answer.text))
        after = draft.answering(name, answer)
        if name == "what":
            after, read = self._said_besides(after, message)
            notes += read
        if contact and "contact" not in draft.answers:
            after = self.prefilled(after, "contact", contact)
            notes.append(self._texts.say("form_contact_taken", contact=contact))
        if looks_private(after.answers["contact"].text if name == "contact" else contact):
            notes.append(self._texts.say("form_looks_private"))
        return after.noting("\n".join(notes))

    def _said_besides(self, draft: Draft, message: str) -> tuple[Draft, list[str]]:
        """Return the draft with the place and the stage that its first answer names, and what to say of that."""
        said, notes = self._understand(message).wishes, []
        stages = " and ".join(Vocabulary.default().labels("stage", said.stage))
        for name, value in (("place", said.place_label), ("stage", stages)):
            if value and name not in draft.answers and name in self.forms.order(draft.kind):
                draft = self.prefilled(draft, name, value)
                if name in draft.answers:
                    notes.append(self._texts.say("form_read_as", label=self._label(draft, name), answer=draft.answers[name].text))
        return draft, notes

    def _meant_for_another(self, draft: Draft, name: str, message: str) -> Draft | None:
        """Return the draft with an answer that fits no question but one that is asked later; None where it fits none."""
        for other in ("contact", "place", "stage"):
            if other != name and other not in draft.answers:
                after = self.prefilled(draft, other, message)
                if other in after.answers:
                    answer = after.answers[other].text
                    return after.noting(self._texts.say("form_read_as", label=self._label(draft, other), answer=answer))
        return None

    def _skipped(self, draft: Draft, name: str) -> Draft:
        if not self.forms.questions[name].optional:
            return draft.noting(self._texts.say("form_needed", why=words_of(self._texts, "why", name, draft.kind)))
        return draft.answering(name, Answer(""))

    def _back(self, draft: Draft, name: str) -> Draft:
        order = self.forms.order(draft.kind)
        before = order if name == CONSENT else order[: order.index(name)]
        earlier = [each for each in before if each in draft.answers]
        if not earlier:
            return draft.noting(self._texts.say("form_at_the_start"))
        last = earlier[-1]
        return draft.without(last, self._texts.say("form_again", label=self._label(draft, last)))

    def _corrected(self, draft: Draft, message: str, name: str) -> Draft | None:
        """Return the draft with the answer changed that the message corrects; None where it corrects none."""
        found = wording.correction(message, draft.kind, self.forms)
        if found and not found.value:
            return draft.without(found.name, self._texts.say("form_again", label=self._label(draft, found.name)))
        if found and not (found.name == "what" and name != "what" and wording.asks_something(message)):
            return self._answered(draft, found.name, found.value, changes=found.name != name)
        if wording.corrects_something(message):
            said = self._understand(message)
            facets = {mention.facet for mention in said.mentions if not mention.vague}
            for facet, field in (("place", "place"), ("stage", "stage")):
                # "No, Falkirk": said of nothing by name, but only one answer can be meant.
                if facets == {facet} and field in draft.answers and field != name:
                    meant = said.wishes.place_label if facet == "place" else message
                    value = wording.without_correcting(meant)
                    return self._answered(draft, field, value, changes=True)
        return None

    def _label(self, draft: Draft, name: str) -> str:
        return words_of(self._texts, "label", name, draft.kind)

    def _read_back(self, draft: Draft) -> str:
        return "; ".join(f"{label.lower()}: {answer}" for label, answer in self.facts(draft))
