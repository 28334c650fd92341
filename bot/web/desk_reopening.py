"""Take up a proposal that was not published: the form opens with its changes, on the entry as it is now."""

from __future__ import annotations

import asyncio

from bot.desk.form import Typed, values_in
from bot.desk.proposals import Proposal
from bot.web.desk_guard import Visit

_PARAMETER = "proposal"


def way_back(proposal: Proposal, is_stale: bool) -> str:
    """Return where a proposal is taken up again; empty where it is published, or waits and can be.

    Args:
        proposal: it.
        is_stale: whether its entry was changed since.
    """
    if proposal.status == "published" or (proposal.status == "waiting" and not is_stale):
        return ""
    page = "new" if proposal.is_new_entry else f"{proposal.entry}/retire" if proposal.merged_into else proposal.entry
    return f"/desk/entries/{page}?{_PARAMETER}={proposal.number}"


async def reopened(visit: Visit, entry: str) -> Proposal | None:
    """Return the proposal that the address names, unless it is published or about another entry.

    Args:
        visit: of whoever takes it up.
        entry: id of the entry whose form it is; empty for a new one.
    """
    number = as_number(visit.request.query.get(_PARAMETER, ""))
    found = await asyncio.to_thread(visit.desk.proposals.get, number) if number else None
    if found is None or found.status == "published" or ("" if found.is_new_entry else found.entry) != entry:
        return None
    return found


def typed_again(proposal: Proposal, now: Typed) -> Typed:
    """Return ``now``, what stands in the form of the entry, with the changes of a proposal.

    What others changed since stays, within a list too: the proposal adds and takes out what it did when it was made.
    """
    before, after = values_in(proposal.before), values_in(proposal.after)
    return {name: _with_change(now[name], before[name], after[name]) for name in now}


def as_number(text: str) -> int:
    """Return the number of a proposal; 0, which none has, where ``text`` is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _with_change(now: str | list[str], old: str | list[str], new: str | list[str]) -> str | list[str]:
    if new == old:
        return now
    if isinstance(now, list):
        kept = [each for each in now if each in new or each not in old]
        return kept + [each for each in new if each not in old and each not in kept]
    return new
