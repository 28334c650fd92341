"""Find words of a page that stand in its template or code instead of bot/texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from bot.cards import as_of_note, make_card
from bot.conversation.facts import facts_of
from bot.texts import Texts
from knowledge.catalogue.resource import Resource

OPENS, CLOSES = "⟦", "⟧"
READ_ALOUD = ("alt", "aria-label", "aria-roledescription", "label", "placeholder", "title")
UNSEEN = ("script", "style", "template", "code")
NO_WORDS = ("meta", "link", "input", "img", "br", "hr", "path", "rect", "line", "use", "circle")
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{4}")
_WORD = re.compile(r"[^\W\d_]{2,}")


def marked(texts: Texts) -> Texts:
    """Return ``texts`` with marks around each, as a language of their own: what stands outside of marks is no text."""

    def mark(text: str) -> str:
        return f"{OPENS}{text}{CLOSES}"

    entries = {
        key: mark(text) if isinstance(text, str) else {category: mark(form) for category, form in text.items()}
        for key, text in texts.entries.items()
    }
    return Texts(entries, texts.language)


class _Words(HTMLParser):
    """Collects a page's pieces of text that stand outside of all marks."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.unseen = 0
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.unseen += tag in UNSEEN
        for name in READ_ALOUD:
            self.outside += _outside(given.get(name) or "", 0)[0]
        if tag == "meta" and (given.get("name") or given.get("property") or "").split(":")[-1] in (
            "description",
            "title",
            "site_name",
        ):
            self.outside += _outside(given.get("content") or "", 0)[0]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.outside += _outside(given.get("value") or "", 0)[0]

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            pieces, self.depth = _outside(data, self.depth)
            self.outside += pieces


def _outside(text: str, depth: int) -> tuple[list[str], int]:
    pieces, piece = [], ""
    for character in text:
        if depth == 0 and character not in OPENS + CLOSES:
            piece += character
            continue
        if piece:
            pieces.append(piece)
            piece = ""
        depth += (character == OPENS) - (character == CLOSES)
    return [*pieces, piece] if piece else pieces, depth


def words_outside(page: str) -> Iterator[str]:
    """Yield each piece of a page's words that no text of ``marked`` texts gave."""
    reader = _Words()
    reader.feed(page)
    for piece in reader.outside:
        piece = " ".join(piece.split())
        if _WORD.search(piece) and not _DAY.fullmatch(piece):
            yield piece


def words_of(resource: Resource) -> Iterator[str]:
    """Yield every text that a record brings onto a page."""
    fields = resource.model_dump()
    waiting = list(fields.values())
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list | tuple | set | frozenset):
            waiting += value


def words_of_cards(resources: Sequence[Resource]) -> Iterator[str]:
    """Yield what cards and lists of facts say of records: their facts as knowledge puts them into words."""
    by_id = {resource.id: resource for resource in resources}
    for resource in resources:
        yield from (value for value in make_card(resource, [], by_id).model_dump().values() if isinstance(value, str))
        yield f"{as_of_note(resource)}."
        yield from (fact.value for fact in facts_of(resource, by_id, Texts.default()))
