"""Find out at which of the entries shown a message points: by number, place, price, kind, or a part of the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.conversation.numbering import positions_in, words_of_pointing
from knowledge.catalogue.resource import Resource
from knowledge.text import normalised, words
from knowledge.understanding import Mention, Understanding
from knowledge.vocabulary import Vocabulary

Understand = Callable[[str], Understanding]
_NAME, _FACET, _TEXT = 3.0, 2.0, 1.0
"""What a word is worth that stands in an entry's name, means one of its facets, or stands in its texts."""
_COMMONER_THAN = 4.6
"""Zipf frequency from which a word is too common to be taken for a part of a name by itself."""


@dataclass(frozen=True)
class Pointed:
    """At what a message points.

    Attributes:
        ids: of the entries, in the order of the message; several for "the first two", or where it fits more than one.
        astray: the message points at something that was not shown: a fourth of three, "the Glasgow one" where none is.
        open: it fits more than one entry although it points at one.
        by: offsets of the words that only point, and so ask nothing.
    """

    ids: tuple[str, ...] = ()
    astray: bool = False
    open: bool = False
    by: tuple[tuple[int, int], ...] = ()


def pointed_at(message: str, shown: Sequence[Resource], understand: Understand) -> Pointed:
    """Return at which of ``shown`` a message points, apart from entries it names in full.

    Args:
        message: as typed.
        shown: the entries, as numbered by the visitor.
        understand: the parser, to read "the free one" or "the Glasgow one".
    """
    unnamed = _without_names(message, understand(message).mentions)
    by_number = positions_in(normalised(unnamed), len(shown))
    if by_number.found or by_number.astray:
        return Pointed(tuple(shown[position].id for position in by_number.found), by_number.astray)
    if not shown:
        return Pointed()
    for start, end, certain in _descriptions(unnamed):
        if all(word.text in words_of_pointing()["says_nothing"] for word in words(unnamed[start:end])):
            continue
        fitting = _best(unnamed[start:end], shown, understand, _TEXT if certain else _FACET)
        if fitting:
            return Pointed(tuple(resource.id for resource in fitting), open=len(fitting) > 1, by=((start, end),))
        if certain:
            return Pointed(astray=True, by=((start, end),))
    return _by_part_of_name(unnamed, shown, understand)


def named_in(said: Understanding, shown: Sequence[Resource], resource: Callable[[str], Resource | None]) -> list[str]:
    """Return the current ids of the entries that a message names, in its order: one a name, one of those shown if it can be."""
    ids_shown = {each.id for each in shown}
    chosen = []
    for mention in said.mentions:
        if mention.facet == "resource":
            meant = [found.id for value in mention.values if (found := resource(value))]
            # Two names that may both mean one entry mean two where they can.
            meant = [each for each in meant if each not in chosen] or meant
            chosen += [next((each for each in meant if each in ids_shown), meant[0])] if meant else []
    return list(dict.fromkeys(chosen))


def _without_names(message: str, mentions: Sequence[Mention]) -> str:
    """Return the message with the names of entries blanked out: "FIRST LEGO League" is no first one."""
    for mention in mentions:
        if mention.facet == "resource" and (" " in mention.text or mention.text[:1].isupper()):
            message = message[: mention.start] + " " * (mention.end - mention.start) + message[mention.end :]
    return message


def _descriptions(message: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether it certainly points) of what describes an entry: "Glasgow" of "the Glasgow one"."""
    data = words_of_pointing()
    spoken = [(word.text, word.start, word.end) for word in words(message)]
    articles = {"the", "that", "this", "thon", "yon"}
    for i, (word, _, _) in enumerate(spoken):
        if word not in articles:
            continue
        for j in range(i + 1, min(i + 6, len(spoken))):
            following = spoken[j][0]
            if following in data["ones"]:
                if j > i + 1:
                    yield spoken[i + 1][1], spoken[j - 1][2], True
                elif j + 1 < len(spoken) and spoken[j + 1][0] in data["behind_one"]:
                    yield spoken[j + 1][1], spoken[-1][2], True
                break
            if following in data["nouns"]:
                last = j
                yield spoken[i + 1][1], spoken[last][2], False
                break
            if following in articles or following in {"of", "in", "and", "or", "to", "is", "for"}:
                break


def _best(description: str, shown: Sequence[Resource], understand: Understand, least: float) -> list[Resource]:
    """Return the entries that fit a description best; none where some word of it is worth less than ``least`` for all."""
    said = understand(description)
    scores = [_fit(description, said, resource, least) for resource in shown]
    best = max(scores)
    return [resource for resource, score in zip(shown, scores, strict=True) if score == best] if best > 0 else []


def _fit(description: str, said: Understanding, resource: Resource, least: float) -> float:
    """Return how well an entry fits all words of a description; 0 where one of them is worth less than ``least``."""
    total, data = 0.0, words_of_pointing()
    facets = [mention for mention in said.mentions if mention.facet != "resource" and not mention.negated]
    named = _words_in(resource.name, *resource.also_known_as)
    texts = _words_in(resource.provider, resource.summary, *resource.keywords, *resource.areas)
    for word in words(description):
        if word.text in data["says_nothing"]:
            continue
        worth = _NAME if _stands_in(word.text, named) else _TEXT if _stands_in(word.text, texts) else 0.0
        meant = [mention for mention in facets if mention.start <= word.start and word.end <= mention.end]
        if any(_holds(mention, resource) for mention in meant):
            worth = max(worth, _FACET)
        elif meant and all(mention.facet in {"cost", "place"} for mention in meant) and worth < _NAME:
            # "The free one" is not the one that says "free" somewhere.
            worth = 0.0
        if worth < least:
            return 0.0
        total += worth
    return total


def _holds(mention: Mention, resource: Resource) -> bool:
    values = set(mention.values)
    if mention.facet == "topic":
        return any(Vocabulary.default().narrower("topic", value) & set(resource.topics) for value in values)
    held = {
        "place": resource.areas,
        "audience": resource.audiences,
        "stage": resource.stages,
        "delivery": resource.delivery,
        "cost": (resource.cost,),
        "kind": (resource.kind,),
    }
    return bool(values & set(held.get(mention.facet, ())))


def _by_part_of_name(message: str, shown: Sequence[Resource], understand: Understand) -> Pointed:
    """Return the one entry of whose name the message has an uncommon word."""
    from wordfreq import zipf_frequency

    taken = understand(message).mentions
    for word in words(message):
        uncommon = len(word.text) >= 4 and zipf_frequency(word.text, "en", wordlist="small") < _COMMONER_THAN
        if not uncommon or any(mention.start <= word.start and word.end <= mention.end for mention in taken):
            continue
        holders = [resource for resource in shown if _stands_in(word.text, _words_in(resource.name, *resource.also_known_as))]
        if len(holders) == 1:
            return Pointed((holders[0].id,), by=((word.start, word.end),))
    return Pointed()


@lru_cache(maxsize=512)
def _words_in(*texts: str) -> frozenset[str]:
    return frozenset(word.text for text in texts for word in words(text))


def _stands_in(word: str, others: frozenset[str]) -> bool:
    """Return whether a word stands among others, a plural or a slip of the finger aside."""
    if word in others or f"{word}s" in others or word.removesuffix("s") in others:
        return True
    return len(word) >= 6 and any(len(other) >= 6 and fuzz.ratio(word, other) >= 84 for other in others)
