"""Offers and needs: whom to turn to with them, and the forms by which they are left in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation import describing
from bot.conversation.blocks import Fact, FormProgress
from bot.conversation.desk import Answer, Desk
from bot.conversation.finding import Finding
from bot.conversation.merging import refined_state
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from bot.submissions import wording
from bot.submissions.draft import SENT, Draft
from bot.submissions.filling import Filling, Outcome
from bot.submissions.forms import Forms, Kind
from bot.submissions.opening import asks_to_leave, described_in, kind_named, said_in
from bot.submissions.references import looks_like_reference, reference_in
from knowledge.search.first_doors import branches

NATIONAL_EMPLOYER_CONTACT = "dyw-national"


class Registering:
    """Answers to employers who offer something and schools that need something."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        self._desk = desk
        self._finding = finding
        self._filling = Filling(Forms.default(), desk.texts, desk.understand, desk.days)

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {"offer": self.offer, "need": self.need, "withdraw": self.withdraw}

    def offer(self, message: str, state: ConversationState) -> Reply:
        """Take an offer, or say where it is taken: the form is begun where that was asked for, else cards and the way to it."""
        return self._leave("offer", message, state)

    def need(self, message: str, state: ConversationState) -> Reply:
        """Take a need, or say where it is taken: the form is begun where that was asked for, else cards and the way to it."""
        return self._leave("need", message, state)

    def withdraw(self, message: str, state: ConversationState) -> Reply:
        """Withdraw what was left under a reference number, or say how."""
        reference = reference_in(message)
        if not reference:
            return Reply(self._desk.say("reference_unknown"), state.understood())
        if not wording.withdraws(message):
            return Reply(self._desk.say("reference_known", reference=reference), state.understood())
        return Reply(self._desk.say("withdraw_asked", reference=reference), state.understood(), withdraw=reference)

    def meant(self, intent: str, message: str, state: ConversationState) -> str:
        """Return the intent, corrected by a reference number, by "leave an offer", or by a yes to what was just proposed."""
        if looks_like_reference(message):
            return "withdraw"
        if named := kind_named(message):
            return named
        draft = Draft.from_json(state.draft)
        proposed = draft is not None and draft.proposed_at == state.turn - 1 > 0
        return draft.kind if draft and proposed and wording.says_yes(message) else intent

    def take(self, intent: str, message: str, state: ConversationState) -> ConversationState | None:
        """Return the state after an open form has taken a message; None where no form is open, or it is not for the form."""
        draft = Draft.from_json(state.draft)
        if draft is None or not draft.is_open or looks_like_reference(message):
            return None
        step = self._filling.take(draft, message, intent)
        if step.outcome is Outcome.INTERRUPTED:
            return None
        return replace(state, draft=step.draft.to_json(), turn=state.turn + 1, misunderstood=0)

    def pause(self, state: ConversationState) -> ConversationState:
        """Return the state with an open form closed but not forgotten: it goes on when it is asked for again."""
        draft = Draft.from_json(state.draft)
        return replace(state, draft=replace(draft, proposed_at=-1).to_json()) if draft and draft.is_open else state

    def ask(self, state: ConversationState) -> Reply:
        """Say what comes next in a form: its question, the summary, or its end."""
        draft = Draft.from_json(state.draft)
        if draft is None:
            return Reply(self._desk.say("form_stopped"), replace(state, draft=None))
        if draft.ended == SENT:
            # Whoever stores it finishes the words: nothing may be promised before it is on the disk.
            return Reply("", replace(state, draft=None), submit=draft, intent=draft.kind)
        if draft.ended:
            return Reply(self._desk.say("form_stopped"), replace(state, draft=None), intent=draft.kind)
        return Reply(
            self._filling.question(draft),
            replace(state, draft=draft.noting("").to_json()),
            suggestions=self._filling.suggestions(draft),
            form=self.progress(draft),
            intent=draft.kind,
        )

    def progress(self, draft: Draft) -> FormProgress:
        """Return how far a draft has got, for the page."""
        step, steps = self._filling.position(draft)
        answers = [Fact(label=label, value=value) for label, value in self._filling.facts(draft)]
        return FormProgress(kind=draft.kind, step=step, steps=steps, answers=answers)

    def _leave(self, kind: Kind, message: str, state: ConversationState) -> Reply:
        draft = Draft.from_json(state.draft)
        if draft and draft.is_open:
            return Reply(self._desk.say("form_open_already"), state.understood())
        proposed = draft if draft and draft.kind == kind else None
        told = self._where_to_turn(message, state, kind)
        draft = self._prefilled(kind, message, told.state, proposed)
        if asks_to_leave(message) or proposed:
            lines = [told.text] if told.state.wishes.place else []
            text = "\n".join([*lines, self._desk.say(f"form_begin_{kind}")])
            return replace(told, text=text, state=replace(told.state, draft=self._filling.begun(draft).to_json()))
        return self._proposed(told, message, state, draft)

    def _proposed(self, told: Reply, message: str, state: ConversationState, draft: Draft) -> Reply:
        """Show whom to turn to, and offer to take it down."""
        kind = draft.kind
        found = told
        if not state.text:
            answer = self._finding.employer_engage if kind == "offer" else self._finding.find
            found = answer(message, state)
        lines = [told.text, *([self._desk.say("need_meanwhile")] if kind == "need" and found.cards else [])]
        text = "\n".join([*lines, self._desk.say(f"{kind}_propose")])
        after = found.state if found.cards else told.state
        suggestion = self._desk.say(f"suggest_leave_{kind}")
        return replace(
            found if found.cards else told,
            text=text,
            state=replace(after, draft=replace(draft, proposed_at=state.turn).to_json(), misunderstood=0),
            suggestions=[suggestion, *found.suggestions][:3],
        )

    def _prefilled(self, kind: Kind, message: str, state: ConversationState, proposed: Draft | None) -> Draft:
        """Return a draft with what was said before: in this message, in the one to which it was proposed, or in the search."""
        draft = proposed or Draft(kind)
        filling, wishes = self._filling, state.wishes
        said = said_in(message) or (described_in(state.text) if kind == "offer" and state.task == "employer_engage" else "")
        if said and "what" not in draft.answers:
            draft = filling.prefilled(draft, "what", said)
        if wishes.place and "place" not in draft.answers:
            draft = filling.prefilled(draft, "place", wishes.place_label)
        if wishes.stage and "stage" not in draft.answers:
            labels = self._desk.searcher.vocabulary.labels("stage", wishes.stage)
            draft = filling.prefilled(draft, "stage", " and ".join(labels))
        return draft

    def _where_to_turn(self, message: str, state: ConversationState, key: str) -> Reply:
        said = self._desk.understand(message)
        wishes = refined_state(state, said).wishes
        after = replace(state, wishes=wishes, misunderstood=0)
        national = self._desk.by_id.get(NATIONAL_EMPLOYER_CONTACT)
        local = branches(self._desk.searcher.snapshot.resources, NATIONAL_EMPLOYER_CONTACT, wishes.place)
        if local:
            where = f" in {wishes.place_label}" if wishes.place_label else ""
            text = self._desk.say(key, groups=describing.contact_lines(local), where=where)
        else:
            text = self._desk.say(f"{key}_nowhere", url=national.contact.url if national else "")
        return Reply(text, after)
