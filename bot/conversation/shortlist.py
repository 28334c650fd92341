"""The shortlist: keep entries, see them, take them off, send them to oneself. No account, nothing stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from bot.cards import make_card
from bot.conversation.blocks import Link
from bot.conversation.desk import Answer, Desk
from bot.conversation.facts import contact_line
from bot.conversation.mailing import counted, mail_link
from bot.conversation.phrasings import says, without
from bot.conversation.pointing import Pointed, named_in, pointed_at
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from knowledge.catalogue.resource import Resource
from knowledge.search.reasons import listed
from knowledge.text import normalised

MOST = 20
PAGE = "/shortlist"
_CARDS = 3

_BEGINS_TO_KEEP = re.compile(r"^\s*(?:please\s+)?(?:keep|save)\s+", re.IGNORECASE)
_BEGINS_TO_REMOVE = re.compile(r"^\s*(?:please\s+)?(?:remove|drop)\s+", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|that|this|thon|them|these|those)\b")
_THEM = re.compile(r"\b(?:them|these|those|all|both)\b")


class Shortlist:
    """Answers about the visitor's list."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {"shortlist": self.shortlist}

    def is_meant(self, message: str, state: ConversationState) -> bool:
        """Return whether a message speaks of the list by its own words: "Keep <name>", "print my shortlist"."""
        text = normalised(message)
        if self._named_after(_BEGINS_TO_KEEP, message) or (state.last and says("keep_shown", text)):
            return True
        if state.kept and state.last and says("keep_also", text):
            return True
        removed = self._named_after(_BEGINS_TO_REMOVE, message)
        if removed and removed.id in state.kept:
            return True
        if state.kept and says("list_send_it", text):
            return True
        acts = ("list_send", "list_clear", "list_remove", "list_see", "list_keep")
        return says("own_list", text) and not says("compare", text) and any(says(act, text) for act in acts)

    def shortlist(self, message: str, state: ConversationState) -> Reply:
        """Keep entries of those shown or named, show what was kept, take some off, clear it, or send it to oneself."""
        text = normalised(message)
        state = self._current(state)
        named = self._named_after(_BEGINS_TO_KEEP, message)
        if named:
            return self._keep([named], state)
        if says("list_send", text):
            return self._send(state)
        if says("list_clear", text):
            return self._clear(state)
        if says("list_remove", text):
            return self._remove(message, state)
        if says("list_see", text):
            return self._show(state)
        if says("list_keep", text) or _IT.search(text) or self._entries_meant(message, state, self._shown(state)).ids:
            return self._keep_meant(message, state)
        return self._show(state)

    def _named_after(self, beginning: re.Pattern[str], message: str) -> Resource | None:
        """Return the entry of "Keep <its exact name>", however the name is written; None where it is another message."""
        begun = beginning.match(message)
        if not begun:
            return None
        # An entry's own name may begin with "Keep".
        return None if normalised(message) in self._names else self._named_by_all_of(message[begun.end() :])

    def _named_by_all_of(self, words: str) -> Resource | None:
        """Return the entry whose name, or another name of it, the words are and nothing else."""
        known = self._names.get(normalised(words))
        if known is not None:
            return known
        said = self._desk.understand(words)
        whole = [each for each in said.mentions if each.facet == "resource" and normalised(each.text) == normalised(words)]
        return self._desk.resource(whole[0].values[0]) if whole else None

    @cached_property
    def _names(self) -> Mapping[str, Resource]:
        known = {normalised(other): resource for resource in self._desk.by_id.values() for other in resource.also_known_as}
        return known | {normalised(resource.name): resource for resource in self._desk.by_id.values()}

    def _current(self, state: ConversationState) -> ConversationState:
        """Return the state with kept ids as they are now: retired ones follow their successor, unknown ones are dropped."""
        kept = [resource.id for each in state.kept if (resource := self._desk.resource(each))]
        return replace(state, kept=tuple(dict.fromkeys(kept)), misunderstood=0)

    def _shown(self, state: ConversationState) -> list[Resource]:
        return [resource for each in state.last if (resource := self._desk.resource(each))]

    def _listed(self, state: ConversationState) -> list[Resource]:
        return [self._desk.by_id[each] for each in state.kept]

    def _entries_meant(self, message: str, state: ConversationState, among: Sequence[Resource]) -> Pointed:
        """Return the entries that a message names or points at, ``among`` those it may point at."""
        words_only = without("off_the_list", without("on_the_list", " ".join(message.split())))
        said = self._desk.understand(words_only)
        named = named_in(said, among, self._desk.resource)
        pointed = pointed_at(words_only, among, self._desk.understand)
        return replace(pointed, ids=tuple(dict.fromkeys((*named, *pointed.ids))), astray=pointed.astray and not named)

    def _keep_meant(self, message: str, state: ConversationState) -> Reply:
        shown = self._shown(state)
        meant = self._entries_meant(message, state, shown)
        if meant.open:
            return self._which(meant.ids, state)
        if meant.ids:
            return self._keep([self._desk.by_id[each] for each in meant.ids], state)
        if meant.astray and shown:
            names = listed([each.name for each in shown])
            told = self._desk.say("none_like_that" if meant.by else "not_so_many", names=names, count=len(shown))
            return Reply(told, state, suggestions=[f"Keep {each.name}" for each in shown[:_CARDS]])
        focus = self._desk.resource(state.focus)
        text = normalised(message)
        if _THEM.search(text) and shown:
            return self._keep(shown, state)
        if focus is not None:
            return self._keep([focus], state)
        if len(shown) == 1:
            return self._keep(shown, state)
        if shown:
            return self._which([each.id for each in shown], state)
        return Reply(self._desk.say("keep_nothing_shown"), state)

    def _which(self, ids: Sequence[str], state: ConversationState) -> Reply:
        names = [self._desk.by_id[each].name for each in ids][:_CARDS]
        return Reply(self._desk.say("which_of", names=" / ".join(names)), state, suggestions=[f"Keep {name}" for name in names])

    def _keep(self, wanted: Sequence[Resource], state: ConversationState) -> Reply:
        new = [resource for resource in wanted if resource.id not in state.kept]
        fitting = new[: MOST - len(state.kept)]
        after = replace(state, kept=(*state.kept, *(resource.id for resource in fitting)))
        count = len(after.kept)
        lines = []
        if fitting:
            lines.append(self._desk.say("kept", names=listed([each.name for each in fitting]), count=counted(count)))
            if not state.kept:
                lines.append(self._desk.say("kept_how_long"))
        elif not new:
            lines.append(self._desk.say("kept_already", names=listed([each.name for each in wanted]), count=counted(count)))
        if len(new) > len(fitting):
            lines.append(self._desk.say("list_full", most=MOST))
        ended = [each.name for each in fitting if each.status == "ended"]
        if ended:
            lines.append(self._desk.say("kept_ended", names=listed(ended)))
        hints = [self._desk.say("suggest_list"), self._desk.say("suggest_send")]
        hints += [self._desk.say("suggest_more")] if state.text else []
        return Reply("\n".join(lines), after, suggestions=hints, links=self._links(after))

    def _show(self, state: ConversationState) -> Reply:
        entries = self._listed(state)
        if not entries:
            return self._nothing_kept(state)
        lines = [self._desk.say("list_intro", count=counted(len(entries)))]
        lines += [f"{number}. {each.name}: {contact_line(each)}" for number, each in enumerate(entries, start=1)]
        # The numbers of the list are what "the second one" means from here.
        after = replace(state, last=state.kept, focus="")
        cards = [make_card(each, [], self._desk.by_id) for each in entries] if len(entries) <= _CARDS else []
        hints = [self._desk.say("suggest_send"), self._desk.say("suggest_clear")]
        hints[1:1] = [self._desk.say("suggest_compare")] if 2 <= len(entries) <= _CARDS else []
        return Reply("\n".join(lines), after, cards, hints, len(entries), links=self._links(state))

    def _remove(self, message: str, state: ConversationState) -> Reply:
        entries = self._listed(state)
        if not entries:
            return self._nothing_kept(state)
        named = self._named_after(_BEGINS_TO_REMOVE, message)
        meant = Pointed((named.id,)) if named else self._entries_meant(message, state, entries)
        gone = [self._desk.by_id[each] for each in meant.ids if each in state.kept]
        if meant.open:
            names = [self._desk.by_id[each].name for each in meant.ids][:_CARDS]
            return Reply(self._desk.say("which_of", names=" / ".join(names)), state, suggestions=[f"Remove {n}" for n in names])
        if not gone and not meant.ids and not meant.astray and _IT.search(normalised(message)):
            # "Take it off": what was spoken of last, else what was kept last.
            gone = [self._desk.by_id[state.focus if state.focus in state.kept else state.kept[-1]]]
        if not gone:
            lines = [self._desk.say("not_on_list"), *(f"{n}. {each.name}" for n, each in enumerate(entries, start=1))]
            return Reply("\n".join(lines), replace(state, last=state.kept), links=self._links(state))
        after = replace(state, kept=tuple(each for each in state.kept if each not in {one.id for one in gone}))
        text = self._desk.say("removed", names=listed([each.name for each in gone]), count=counted(len(after.kept)))
        hints = [self._desk.say("suggest_list"), self._desk.say("suggest_send")] if after.kept else []
        return Reply(text, after, suggestions=hints, links=self._links(after))

    def _clear(self, state: ConversationState) -> Reply:
        if not state.kept:
            return self._nothing_kept(state)
        return Reply(self._desk.say("list_cleared"), replace(state, kept=()))

    def _send(self, state: ConversationState) -> Reply:
        if not state.kept:
            return self._nothing_kept(state)
        text = self._desk.say("list_send", count=counted(len(state.kept)))
        return Reply(text, state, suggestions=[self._desk.say("suggest_list")], links=self._links(state))

    def _nothing_kept(self, state: ConversationState) -> Reply:
        hints = [self._desk.say("suggest_keep_first")] if state.last else []
        return Reply(self._desk.say("list_empty"), state, suggestions=hints)

    def _links(self, state: ConversationState) -> list[Link]:
        """Return the page to print and the mail to oneself; none for an empty list."""
        entries = self._listed(state)
        if not entries:
            return []
        page = f"{PAGE}?{urlencode([('id', each.id) for each in entries])}"
        return [
            Link(text=self._desk.say("link_print"), url=page),
            Link(text=self._desk.say("link_mail"), url=mail_link(entries, self._desk.texts)),
        ]
