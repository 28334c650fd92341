"""The one parser from words to wishes; chat, web search, API and command line all use it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from knowledge.places import Gazetteer, Place
from knowledge.places.gazetteer import FOLDER as PLACES_FOLDER
from knowledge.text import Word, fold, normalised, words
from knowledge.understanding.negation import is_indifferent, is_negated
from knowledge.understanding.phrases import Found, Meaning, PhraseBook
from knowledge.understanding.spelling import Speller
from knowledge.understanding.stages import find_stages
from knowledge.understanding.wishes import FACET_NAMES, Mention, Understanding, Wishes, unique
from knowledge.vocabulary import FACETS, Vocabulary

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
_MY_CHILD_BY_AGE = re.compile(
    r"\b(my|our|ma) (?:(?:\w+ )?(?:\d{1,2}|[a-z]+teen|[a-z]+) ?-?(?:years?|yrs?|yr) ?-?olds?|\d{1,2} ?yo)\b"
)
_NOT_SAID = frozenset({"unknown", "varies", "paid", "service", "programme", "pathway", "organisation", "fund", "award"})
"""Ids that are labels of ours, or ordinary words in a question, and so say nothing when typed."""


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
        self._speller = Speller(
            set().union(
                self._places.single_words(),
                self._names.single_words(),
                *(book.single_words() for book in self._terms.values()),
            )
        )

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Understander:
        """Return the understander over the packaged vocabulary and geography, without resource names."""
        return cls(Vocabulary.default(), Gazetteer.default())

    def understand(self, text: str) -> Understanding:
        """Return what ``text`` asks for."""
        folded = fold(text)
        typed = words(text)
        read, corrections = self._corrected(typed)
        names = self._named(text, typed, self._names.find(read))
        mentions = names + self._stage_mentions(text, folded)
        mentions += self._place_mentions(text, folded, read, mentions)
        mentions += self._term_mentions(text, folded, read, mentions)
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
        for word in typed:
            meant = self._speller.correct(word.text)
            if meant:
                corrections.append((word.text, meant))
            read.append(Word(meant or word.text, word.start, word.end))
        return read, corrections

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

    def _stage_mentions(self, text: str, folded: str) -> list[Mention]:
        return [
            Mention(
                "stage", found.stages, found.start, found.end, text[found.start : found.end],
                negated=is_negated(folded, found.start, found.end),
                vague=is_indifferent(folded, found.start, found.end),
            )
            for found in find_stages(folded)
        ]  # fmt: skip

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
        return outside or mentions

    def _term_mentions(self, text: str, folded: str, read: list[Word], taken: list[Mention]) -> list[Mention]:
        mentions = []
        places = [mention for mention in taken if mention.facet == "place"]
        for facet, book in self._terms.items():
            for hit in book.find(read):
                start, end = read[hit.first].start, read[hit.last].end
                if not _overlaps(start, end, places):
                    values = unique(value for meaning in hit.meanings for value in meaning.values)
                    vague = all(meaning.vague for meaning in hit.meanings) or is_indifferent(folded, start, end)
                    negated = is_negated(folded, start, end)
                    mentions.append(Mention(facet, values, start, end, text[start:end], hit.meanings[0].label, negated, vague))
        for match in _MY_CHILD_BY_AGE.finditer(folded):
            # "My" alone tells that a parent asks; the age behind it stays a mention of its own.
            end = match.start() + len(match[1])
            mentions.append(Mention("audience", ("parent",), match.start(), end, text[match.start() : end]))
        return mentions


def _term_entries(vocabulary: Vocabulary, facet: str) -> Iterator[tuple[str, Meaning]]:
    for term in vocabulary.facets[facet].values():
        meaning = Meaning(facet, (term.id,), term.label, vague=term.vague)
        for phrase in (term.id, *term.synonyms):
            if phrase not in _NOT_SAID:
                yield phrase, meaning


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
