"""Write a shortlist as a mail that its keeper sends to whom they like: no address is asked for, nothing is sent from here."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from bot.cards import as_of_note
from bot.conversation.facts import contact_line
from bot.texts import Texts
from knowledge.catalogue.resource import Resource

LONGEST_MAIL = 1800
"""Characters of a mail's body in a link; mail programs cut longer ones off."""


def mail_link(entries: Sequence[Resource], texts: Texts, address: str = "") -> str:
    """Return a mailto: link without a recipient: each entry's name, contact and source, as many as fit a link.

    Args:
        entries: what was kept, in its order.
        texts: the bot's words.
        address: of the page with the list; left out where it is not known.
    """
    body = quote(f"{texts.say('mail_intro')}\n{address}\n" if address else f"{texts.say('mail_intro')}\n\n", safe="")
    for number, each in enumerate(entries):
        left = len(entries) - number
        source = texts.say("mail_source", url=each.source_url, as_of=as_of_note(each))
        whole, name = quote(f"{each.name}\n{contact_line(each)}\n{source}\n\n", safe=""), quote(f"{each.name}\n\n", safe="")
        # Room is held back for saying how many did not fit.
        room = LONGEST_MAIL - len(body) - (len(_rest(left - 1, texts)) if left > 1 else 0)
        piece = next((text for text in (whole, name) if len(text) <= room), "")
        if not piece:
            body += _rest(left, texts)
            break
        body += piece
    return f"mailto:?subject={quote(texts.say('mail_subject'), safe='')}&body={body}"


def counted(count: int) -> str:
    """Return "1 entry", "2 entries"."""
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _rest(left: int, texts: Texts) -> str:
    return quote(texts.say("mail_more", left=counted(left)), safe="")
