"""What a search was understood to ask for, in words: each wish with the address of the same view without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from multidict import MultiDict, MultiMapping

from bot.texts import Texts
from bot.web.search_request import FACETS, SearchRequest
from knowledge.vocabulary import Vocabulary

Address = Callable[[MultiMapping[str]], str]


@dataclass(frozen=True)
class Chip:
    """One wish.

    Attributes:
        text: the wish in words.
        without: address of the view without it.
    """

    text: str
    without: str


def chips_for(asked: SearchRequest, query: MultiDict[str], address: Address, texts: Texts) -> Iterator[Chip]:
    """Yield a chip for each value chosen, and for each facet that the words wish for or rule out.

    Args:
        asked: the search.
        query: the parameters of the view, one for each value, without the page.
        address: gives the address of a view.
        texts: the words of the page.
    """
    wishes = asked.wishes
    for facet in ("place", *FACETS):
        given = query.getall(facet, [])
        if len(given) > 1:
            for value in given:
                yield Chip(_words(facet, (value,), (), value, texts), address(_without_value(facet, value, query)))
            continue
        values = wishes.of(facet)
        ruled_out = () if facet == "place" else wishes.excluded.get(facet, ())
        if values or ruled_out:
            yield Chip(_words(facet, values, ruled_out, wishes.place_label, texts), address(_without(facet, query)))


def _words(facet: str, values: tuple[str, ...], ruled_out: tuple[str, ...], place_label: str, texts: Texts) -> str:
    if facet == "place":
        return place_label or ", ".join(values)
    vocabulary = Vocabulary.default()
    wished = vocabulary.labels(facet, values)
    refused = [
        texts.say("directory_not", what=f"{label[:1].lower()}{label[1:]}") for label in vocabulary.labels(facet, ruled_out)
    ]
    return ", ".join([*wished, *refused])


def _without_value(facet: str, value: str, query: MultiDict[str]) -> MultiDict[str]:
    return MultiDict(item for item in query.items() if item != (facet, value))


def _without(facet: str, query: MultiDict[str]) -> MultiDict[str]:
    """Return the parameters without a facet; where words may speak of it, they are told to be of no account for it."""
    left = MultiDict((name, value) for name, value in query.items() if name != facet and (name, value) != ("any", facet))
    if "q" in left:
        left.add("any", facet)
    return left
