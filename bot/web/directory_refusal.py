"""What the directory says where an address cannot be searched for: what was wrong, and views that it may have meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from multidict import MultiDict

from bot.texts import Texts
from bot.web.directory_chips import Address
from bot.web.directory_facets import values_of
from bot.web.problems import Problem


@dataclass(frozen=True)
class Refusal:
    """Why a view shows no entries.

    Attributes:
        text: what was wrong and what would be right.
        meant: (label, address) of views that may have been meant.
        status: HTTP status.
        headers: further headers of the answer.
    """

    text: str
    meant: tuple[tuple[str, str], ...] = ()
    status: int = 400
    headers: Mapping[str, str] = field(default_factory=dict)


def refusal(problem: Problem, query: MultiDict[str], address: Address, texts: Texts) -> Refusal:
    """Return a problem as a visitor of the directory should read it.

    Args:
        problem: what was met.
        query: the parameters of the view, without the page.
        address: gives the address of a view.
        texts: the words of the page.
    """
    values = dict(problem.values)
    if "facet" in values:
        values["facet"] = texts.say(f"directory_facet_{values['facet']}")
    said = texts.say(problem.text, **values) if problem.text else texts.say("error_other")
    meant = _meant(problem, query, address) if "typed" in values else ()
    return Refusal(said, tuple(meant), problem.status, problem.headers)


def _meant(problem: Problem, query: MultiDict[str], address: Address) -> list[tuple[str, str]]:
    """Return the views with each of the nearest values in the place of the one that means nothing."""
    facet, typed = problem.answer.parameter or "", str(problem.values["typed"])
    labels = values_of(facet)

    def view(value: str) -> str:
        return address(MultiDict((name, _mended(name, given, facet, typed, value)) for name, given in query.items()))

    return [(labels.get(value, value), view(value)) for value in problem.answer.nearest]


def _mended(name: str, given: str, facet: str, typed: str, value: str) -> str:
    if name != facet:
        return given
    parts = [part.strip() for part in given.split(",")]
    if typed in parts:
        return ",".join(value if part == typed else part for part in parts)
    return value if given.strip().startswith(typed) else given
