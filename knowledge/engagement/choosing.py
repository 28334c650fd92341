"""Choose ways to take part: from what an employer has and how much time there is. Pure: values in, values out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.engagement.files import Engagement, Way
from knowledge.text import fold, words
from knowledge.understanding.negation import is_negated
from knowledge.understanding.phrases import Meaning, PhraseBook
from knowledge.understanding.wishes import Understanding, unique

SMALL_STAFF = 20
"""A firm of up to this many people counts as small."""
_STAFF = re.compile(r"\b(\d{1,5}) ?(?:-|person|people|staff|employees|of us|strong|folk|man)\b")
_GIVING = re.compile(r"\b((?:offer|give|host|provide|manage|take|afford|spare|do|lend) (?:(?:a|an|any|the|our|much|you) )*)$")
_SOMETHING_SMALL = 1
_SMALL, _HURRIED, _RULES = "small", "little_time", "rules"
_ABOUT_THE_FIRM = frozenset({_SMALL, _HURRIED, _RULES})


@dataclass(frozen=True)
class Means:
    """What an employer has.

    Attributes:
        assets: what could be given, as named in assets.yaml, in the order in which it was said.
        topics: the trade, as topics of the vocabulary.
        small: the firm is small or short of time, so small things come first.
        hurried: it was said that there is little time.
        asks_rules: a question about checks, insurance, money from outside and the like: ways are no answer to it.
    """

    assets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    small: bool = False
    hurried: bool = False
    asks_rules: bool = False


class EmployerReader:
    """Reads out of a message what an employer has.

    Args:
        engagement: the words for it.
    """

    def __init__(self, engagement: Engagement) -> None:
        firms = engagement.firms
        named = {**engagement.assets, _SMALL: firms.small, _HURRIED: firms.little_time, _RULES: firms.rules}
        self._assets = PhraseBook((phrase, Meaning(name, (name,))) for name, said in named.items() for phrase in said)
        self._trades = PhraseBook((phrase, Meaning(topic, (topic,))) for topic, said in firms.trades.items() for phrase in said)

    def means(self, text: str, said: Understanding) -> Means:
        """Return what an employer has.

        Args:
            text: the message, or the words of the whole search.
            said: the same understood: its topics tell the trade as well.
        """
        folded = fold(text)
        read = words(text)

        def found(book: PhraseBook) -> list[str]:
            return [
                meaning.facet
                for hit in book.find(read)
                if not _is_refused(folded, read[hit.first].start, read[hit.last].end)
                for meaning in hit.meanings
            ]

        # Words for little time are often negated themselves ("not much time"), so these count wherever they stand.
        about = {meaning.facet for hit in self._assets.find(read) for meaning in hit.meanings} & _ABOUT_THE_FIRM
        staff = [int(match[1]) for match in _STAFF.finditer(folded)]
        return Means(
            assets=unique(asset for asset in found(self._assets) if asset not in _ABOUT_THE_FIRM),
            topics=unique([*found(self._trades), *said.wishes.topic]),
            small=bool(about & {_SMALL, _HURRIED}) or any(number <= SMALL_STAFF for number in staff),
            hurried=_HURRIED in about,
            asks_rules=_RULES in about,
        )


def _is_refused(folded: str, start: int, end: int) -> bool:
    """Return whether a span is ruled out, itself or by way of its verb ("can't offer placements")."""
    verb = _GIVING.search(folded[:start])
    return is_negated(folded, start, end) or (verb is not None and is_negated(folded, verb.start(1), end))


def fitting_ways(engagement: Engagement, means: Means) -> list[Way]:
    """Return the ways that an employer's means allow, the best first; none where nothing was said of what could be given.

    What takes the asset named first leads, then what fits the trade, then what is less effort. For a small firm, or one short of
    time, effort comes before everything, and an hour's talk is always among the ways.
    """
    if means.asks_rules or not (means.assets or means.hurried):
        return []
    topics = set(means.topics)

    def allowed(way: Way) -> bool:
        if way.needs_topic and not topics & set(way.needs_topic):
            return False
        return asked_for(way, means) or (means.small and way.effort == _SOMETHING_SMALL)

    def rank(way: Way) -> tuple[int, int, int, int]:
        asked = [means.assets.index(asset) for asset in way.takes if asset in means.assets]
        first_said = min(asked, default=len(means.assets))
        of_the_trade = 0 if topics & {*way.by_topic, *way.needs_topic} else 1
        return (way.effort if means.small else 0, first_said, of_the_trade, way.effort)

    return sorted((way for way in engagement.ways.values() if allowed(way)), key=rank)


def asked_for(way: Way, means: Means) -> bool:
    """Return whether a way takes something that the employer named."""
    return bool(set(way.takes) & set(means.assets))


def doors(way: Way, means: Means) -> list[str]:
    """Return the entries of a way, those of the employer's trade first."""
    of_the_trade = [entry for topic in means.topics for entry in way.by_topic.get(topic, ())]
    return list(unique([*of_the_trade, *way.entries]))
