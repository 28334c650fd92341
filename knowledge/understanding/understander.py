"""The one parser from words to wishes; chat, web search, API and command line all use it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from knowledge.places import Gazetteer, Place
from knowledge.places.gazetteer import FOLDER as PLACES_FOLDER
from knowledge.text import Word, fold, normalised, words
from knowledge.understanding.askers import find_askers, find_visit
from knowledge.understanding.negation import is_indifferent, is_negated
from knowledge.understanding.phrases import Found, Meaning, PhraseBook
from knowledge.understanding.spelling import Speller
from knowledge.understanding.stages import find_stages
from knowledge.understanding.wishes import FACET_NAMES, Mention, Understanding, Wishes, unique
from knowledge.vocabulary import FACETS, Vocabulary

LATEST_KEPT = 3
"""The message, and the words of the running search that it changes."""
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d{1,2})(?:\s?\d[A-Za-z]{2})?\b")
_NEAR_ME = re.compile(r"\b(?:near (?:me|us|here|by)|nearby|local(?:ly)?|in (?:my|our) area|round here|around here|close by)\b")
_ANYWHERE = re.compile(
    r"\b(?:anywhere|nationwide|nationally|whole of scotland|all (?:of|over|across) scotland|across scotland"
    r"|any (?:area|place|council))\b"
)
# What makes an ambiguous place name ("Wick", "Perth", "Keith") a place.
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|nearer|around|round|outside|at|from|to|for|of|serving|by|visit|come|comes|based|live|living"
    r"|about|actually|isle|island|we're|were)\s(?:the\s|to\s|in\s|isle of\s|island of\s)*$"
)
_PLACE_AFTER = re.compile(r"^\s(?:primary|academy|high|school|schools|nursery|council|area|library|grammar|community|hs|ps)\b")
# What makes a place name a person's: "my daughter Iona", "Lewis likes robots".
_PERSON_BEFORE = re.compile(
    r"\b(?:(?:my|our|ma|her|his|wee) (?:\w+ )?(?:son|daughter|boy|girl|child|wean|bairn|lad|lassie|laddie|grandson|granddaughter"
    r"|nephew|niece|pal|friend|brother|sister|pupil|teacher|colleague)|mr|mrs|ms|miss|dr)\s$"
)
_PERSON_AFTER = re.compile(r"^\s(?:wants?|likes?|loves?|hates?|enjoys?|thinks?|is (?:into|keen|interested|obsessed|\d))\b")
# Whose teacher or mother: somebody spoken of, not the asker.
_ANOTHERS = re.compile(r"\b(?:her|his|their|(?:son|daughter|child|bairn|wean|kid|boy|girl|pupil|friend)'s)\s$")
_NOT_SAID = frozenset({"unknown", "varies", "paid", "service", "programme", "pathway", "organisation", "fund", "award"})
"""Ids that are labels of ours, or ordinary words in a question, and so say nothing when typed."""
_NOT_SAID_OF = {
    "stage": frozenset({"apprenticeship"}),
    "audience": frozenset({"university", "college", "pupil"}),
}
"""Ids whose word alone says what is looked for or spoken of, not where somebody stands or who asks."""
_SCOTS = Path(__file__).parent / "scots.csv"
_JOINS = re.compile(r"\b(?:and|or)\b|[&+/]")


class Understander:
    """Understands messages.

    Args:
        vocabulary: the facets' terms.
        gazetteer: the places.
        resource_names: resource id -> names by which a message may mean it; none where the catalogue is not at hand.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        gazetteer: Gazetteer,
        resource_names: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        # One book a facet: "come to nurseries" says how (in school) and for whom (early years) at once.
        self._terms = {facet: PhraseBook(_term_entries(vocabulary, facet)) for facet in FACETS}
        self._places = PhraseBook(_place_entries(gazetteer))
        self._names = PhraseBook(_name_entries(resource_names or {}))
        self._known = set().union(
            self._places.single_words(),
            self._names.single_words(),
            *(book.single_words() for book in self._terms.values()),
        )
        self._speller = Speller(self._known)
        self._latest: tuple[Understanding, ...] = ()
        self._scots = {said: read for said, read in _scots().items() if said not in self._places}

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Understander:
        """Return the understander over the packaged vocabulary and geography, without resource names."""
        return cls(Vocabulary.default(), Gazetteer.default())

    def understand(self, text: str) -> Understanding:
        """Return what ``text`` asks for.

        A turn asks the same of one message several times, so the latest few answers are at hand; nothing is kept longer.
        """
        latest = self._latest
        for said in latest:
            if said.text == text:
                return said
        said = self._read(text)
        self._latest = (said, *latest[: LATEST_KEPT - 1])
        return said

    def _read(self, text: str) -> Understanding:
        folded = fold(text)
        typed = words(text)
        read, corrections = self._corrected(typed)
        mended = _Mended(folded, typed, read)
        names = self._named(text, typed, self._names.find(read))
        mentions = names + self._stage_mentions(text, folded, mended)
        mentions += self._place_mentions(text, folded, read, mentions)
        mentions += self._term_mentions(text, folded, read, mentions)
        mentions += self._sentence_mentions(text, folded, mended, mentions)
        mentions.sort(key=lambda mention: (mention.start, mention.end))
        mentions = [mention for mention in mentions if not _is_covered(mention, mentions)]
        anywhere = bool(_ANYWHERE.search(folded))
        wishes = _add_up(mentions)
        if anywhere:
            wishes = wishes.without("place")
        return Understanding(
            text=text,
            mentions=tuple(mentions),
            wishes=wishes,
            resources=unique(value for mention in names for value in mention.values),
            free_text=_free_text(text, read, typed, mentions),
            corrections=tuple(corrections),
            near_me=not wishes.place and not anywhere and bool(_NEAR_ME.search(folded)),
            anywhere=anywhere,
        )

    def _corrected(self, typed: list[Word]) -> tuple[list[Word], list[tuple[str, str]]]:
        read, corrections = [], []
        names = self._names_in(typed) if any(word.text in self._scots for word in typed) else frozenset()
        for position, word in enumerate(typed):
            if position in names:
                read.append(word)
                continue
            # Scots and a possessive ("ma wean's keen") are no mistakes: they are read, and nothing is said of it.
            meant = self._scots.get(word.text) or self._without_possessive(word.text)
            if not meant and (meant := self._speller.correct(word.text)):
                corrections.append((word.text, meant))
            read.append(Word(meant or word.text, word.start, word.end))
        return read, corrections

    def _names_in(self, typed: list[Word]) -> frozenset[int]:
        """Return the positions of words within names: "the Blue Toon" stays as it is."""
        found = [*self._places.find(typed), *self._names.find(typed)]
        return frozenset(position for hit in found for position in range(hit.first, hit.last + 1))

    def _without_possessive(self, word: str) -> str | None:
        base = word.removesuffix("'s")
        return base if base != word and word not in self._known and base in self._known else None

    def _named(self, text: str, typed: list[Word], found: list[Found]) -> list[Mention]:
        mentions = []
        for hit in found:
            start, end = typed[hit.first].start, typed[hit.last].end
            said = text[start:end]
            # A name that is one ordinary word ("Connect", "SCALE") counts only when typed as a name, or alone.
            if any(not meaning.ambiguous for meaning in hit.meanings) or said[:1].isupper() or len(typed) <= 2:
                values = unique(value for meaning in hit.meanings for value in meaning.values)
                mentions.append(Mention("resource", values, start, end, said, said))
        return mentions

    def _stage_mentions(self, text: str, folded: str, mended: _Mended) -> list[Mention]:
        mentions = []
        for found in find_stages(mended.text):
            start, end = mended.span(found.start, found.end)
            negated, vague = is_negated(folded, start, end), is_indifferent(folded, start, end)
            mentions.append(Mention("stage", found.stages, start, end, text[start:end], negated=negated, vague=vague))
        return mentions

    def _place_mentions(self, text: str, folded: str, read: list[Word], taken: list[Mention]) -> list[Mention]:
        mentions = []
        for match in _POSTCODE.finditer(text):
            district = self._gazetteer.postcode_districts.get(match[1].upper())
            if district and not _overlaps(match.start(), match.end(), taken):
                mentions.append(_place_mention(text, folded, match.start(), match.end(), [district]))
        for hit in self._places.find(read):
            start, end = read[hit.first].start, read[hit.last].end
            if _overlaps(start, end, mentions) or (hit.first == hit.last and _PERSON_BEFORE.search(folded[:start])):
                continue
            clear = [meaning for meaning in hit.meanings if not meaning.ambiguous]
            if clear or _supported(text, folded, start, end, len(read), hit.last - hit.first + 1):
                chosen = clear or list(hit.meanings)
                values = unique(value for meaning in chosen for value in meaning.values)
                mentions.append(
                    Mention(
                        "place", values, start, end, text[start:end], chosen[0].label,
                        negated=is_negated(folded, start, end),
                    )
                )  # fmt: skip
        # "Does Glasgow Science Centre come to Oban?" asks about Oban; "Orkney science festival" alone about Orkney.
        outside = [mention for mention in mentions if not _inside_name(mention.start, mention.end, taken)]
        return _narrowed(folded, outside or mentions)

    def _term_mentions(self, text: str, folded: str, read: list[Word], taken: list[Mention]) -> list[Mention]:
        mentions = []
        places = [mention for mention in taken if mention.facet == "place"]
        for facet, book in self._terms.items():
            for hit in book.find(read):
                start, end = read[hit.first].start, read[hit.last].end
                if facet == "audience" and _ANOTHERS.search(folded[:start]):
                    continue
                if not _overlaps(start, end, places):
                    values = unique(value for meaning in hit.meanings for value in meaning.values)
                    vague = all(meaning.vague for meaning in hit.meanings) or is_indifferent(folded, start, end)
                    negated = is_negated(folded, start, end)
                    mentions.append(Mention(facet, values, start, end, text[start:end], hit.meanings[0].label, negated, vague))
        return mentions

    def _sentence_mentions(self, text: str, folded: str, mended: _Mended, taken: list[Mention]) -> list[Mention]:
        """Return what a sentence shows though no phrase of the vocabulary does: who asks, and that somebody should come."""
        mentions = []
        told = {value for mention in taken if mention.facet == "audience" for value in mention.values}
        for asker in find_askers(mended.text, told):
            start, end = mended.span(asker.start, asker.end)
            mentions.append(Mention("audience", (asker.audience,), start, end, text[start:end]))
        visit = None if any(mention.facet == "delivery" for mention in taken) else find_visit(mended.text)
        if visit:
            start, end = mended.span(*visit)
            negated = is_negated(folded, start, end)
            mentions.append(Mention("delivery", ("in-school",), start, end, text[start:end], "In school", negated))
        return mentions


def _term_entries(vocabulary: Vocabulary, facet: str) -> Iterator[tuple[str, Meaning]]:
    for term in vocabulary.facets[facet].values():
        meaning = Meaning(facet, (term.id,), term.label, vague=term.vague)
        for phrase in (term.id, *term.synonyms):
            if phrase not in _NOT_SAID and phrase not in _NOT_SAID_OF.get(facet, ()):
                yield phrase, meaning


class _Mended:
    """A folded text with each word as it is read, and the way back to where it stands as typed."""

    def __init__(self, folded: str, typed: list[Word], read: list[Word]) -> None:
        self.text = folded
        self._origins: list[int] | None = None
        if [word.text for word in typed] == [word.text for word in read]:
            return
        pieces: list[str] = []
        origins: list[int] = []
        position = 0
        for word, meant in zip(typed, read, strict=True):
            changed = word.text != meant.text
            pieces += [folded[position : word.start], meant.text if changed else folded[word.start : word.end]]
            origins += range(position, word.start)
            origins += (
                [min(word.start + offset, word.end - 1) for offset in range(len(meant.text))]
                if changed
                else range(word.start, word.end)
            )
            position = word.end
        self.text = "".join(pieces) + folded[position:]
        self._origins = [*origins, *range(position, len(folded))]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the mended text stands as typed; a word half covered is covered whole."""
        if self._origins is None:
            return start, end
        return self._origins[start], self._origins[end - 1] + 1


def _scots() -> dict[str, str]:
    with _SCOTS.open(encoding="utf-8", newline="") as file:
        return {row["said"]: row["read"] for row in csv.DictReader(file)}


def _place_entries(gazetteer: Gazetteer) -> Iterator[tuple[str, Meaning]]:
    for key, places in gazetteer.by_name.items():
        for place in places:
            # "Lewis" may be a person, "Isle of Lewis" may not; and a city is known by its name alone.
            doubtful = place.ambiguous and place.type != "city" and " " not in key
            yield key, Meaning("place", place.council_areas, _plain_name(place), doubtful)
    with (PLACES_FOLDER / "misspellings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for place in gazetteer.by_name.get(normalised(row["means"]), ()):
                yield row["typed"], Meaning("place", place.council_areas, _plain_name(place))


def _name_entries(resource_names: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, Meaning]]:
    from wordfreq import zipf_frequency

    for resource_id, given in resource_names.items():
        names = list(given)
        for name in unique([*names, *map(_short_name, names)]):
            key = normalised(name)
            ordinary = " " not in key and (len(key) < 3 or zipf_frequency(key, "en", wordlist="small") >= 3.5)
            yield key, Meaning("resource", (resource_id,), name, ambiguous=ordinary)


def _short_name(name: str) -> str:
    """Return a name as people type it: "The Data Lab" as "Data Lab", "CodeClan (closed ...)" as "CodeClan"."""
    short = name.split(" (")[0]
    without_article = short.removeprefix("The ")
    return without_article if " " in without_article else short


def _plain_name(place: Place) -> str:
    return place.name.split(" (")[0]


def _place_mention(text: str, folded: str, start: int, end: int, places: list[Place]) -> Mention:
    values = unique(area for place in places for area in place.council_areas)
    return Mention("place", values, start, end, text[start:end], _plain_name(places[0]), negated=is_negated(folded, start, end))


def _supported(text: str, folded: str, start: int, end: int, message_length: int, length: int) -> bool:
    """Return whether the sentence supports taking an ambiguous name as a place."""
    if _PERSON_AFTER.match(folded[end:]):
        return bool(re.search(r"\b(?:in|near|isle of)\s$", folded[:start]))
    if message_length <= length + 2 and text[start].isupper():
        return True
    if _PLACE_BEFORE.search(folded[:start]) or _PLACE_AFTER.match(folded[end:]):
        return text[start].isupper() or text.islower() or bool(re.search(r"\b(?:in|near|isle of)\s$", folded[:start]))
    # A capital in the middle of an ordinary sentence, where the sentence is not written in capitals throughout.
    return start > 0 and text[start].isupper() and sum(word[:1].isupper() for word in text.split()) <= 2


def _narrowed(folded: str, mentions: list[Mention]) -> list[Mention]:
    """Return the places without a region within which another one lies: "Cumnock in Ayrshire", but not "Perth and Tayside"."""

    def names_more_closely(close: Mention, wide: Mention) -> bool:
        between = folded[min(close.end, wide.end) : max(close.start, wide.start)]
        return set(close.values) < set(wide.values) and close.negated == wide.negated and not _JOINS.search(between)

    return [wide for wide in mentions if not any(names_more_closely(close, wide) for close in mentions)]


def _overlaps(start: int, end: int, mentions: Iterable[Mention]) -> bool:
    return any(mention.start < end and start < mention.end for mention in mentions)


def _inside_name(start: int, end: int, mentions: Iterable[Mention]) -> bool:
    return any(
        mention.facet == "resource"
        and mention.start <= start
        and end <= mention.end
        and mention.end - mention.start > end - start
        for mention in mentions
    )


def _is_covered(mention: Mention, mentions: Iterable[Mention]) -> bool:
    """Return whether a longer mention covers this one: "primary" within "Primary 6", "college" within "college technician"."""
    return any(
        (
            other.facet == mention.facet
            or (other.facet == "audience" and mention.facet == "stage" and not any(letter.isdigit() for letter in mention.text))
        )
        and other is not mention
        and other.start <= mention.start
        and mention.end <= other.end
        and other.end - other.start > mention.end - mention.start
        for other in mentions
    )


def _add_up(mentions: Iterable[Mention]) -> Wishes:
    wished: dict[str, list[str]] = {facet: [] for facet in FACET_NAMES}
    excluded: dict[str, list[str]] = {}
    labels: list[str] = []
    for mention in mentions:
        if mention.facet == "resource" or mention.vague:
            continue
        if mention.negated:
            excluded.setdefault(mention.facet, []).extend(mention.values)
            continue
        wished[mention.facet].extend(mention.values)
        if mention.facet == "place":
            labels.append(mention.label)
    # A value both wished and ruled out was corrected in the same breath: the wish stands.
    ruled_out = {
        facet: kept
        for facet, values in excluded.items()
        if (kept := tuple(value for value in unique(values) if value not in wished[facet]))
    }
    return Wishes(
        place=unique(wished["place"]),
        place_label=" or ".join(unique(labels)),
        excluded=ruled_out,
        **{facet: unique(wished[facet]) for facet in FACET_NAMES if facet != "place"},
    )


def _free_text(text: str, read: list[Word], typed: list[Word], mentions: Iterable[Mention]) -> str:
    """Return the message with misspellings mended and without places and ruled-out phrases."""
    dropped = [mention for mention in mentions if mention.facet == "place" or mention.negated]
    pieces, position = [], 0
    for meant, word in zip(read, typed, strict=True):
        pieces.append(text[position : word.start])
        if not _overlaps(word.start, word.end, dropped):
            pieces.append(meant.text if meant.text != word.text else text[word.start : word.end])
        position = word.end
    pieces.append(text[position:])
    return re.sub(r"\s+", " ", "".join(pieces)).strip(" ,.;:")
