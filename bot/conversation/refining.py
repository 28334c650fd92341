"""Read what a message changes of the running search beyond naming a new wish: a wish let go, a step, or the search before.

The words are in ``refining.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError
from knowledge.text import fold, normalised
from knowledge.understanding import Mention, Understanding, Wishes

FILE = Path(__file__).parent / "refining.yaml"
STAGES_IN_ORDER = ("early-years", "primary", "lower-secondary", "senior-phase")
"""What "younger" and "older" step through."""
CHEAPER = ("free", "funded")
SHORT = 8
"""Words of a message that lets a wish go and says nothing else."""
_BETWEEN = r"(?:about |the |its |it's |it is |it being |what |which |how |that |this )*"
_BEHIND = r"(?: (?:bit|part|thing|wish|filter|ones?))?"


@dataclass(frozen=True)
class Change:
    """What a message changes.

    Attributes:
        said: the message understood, without what it lets go.
        dropped: facets that are no wish any more, nor ruled out.
        is_step: the change is a step from what was asked for ("younger", "cheaper").
        adds: what is said stands beside what was asked for ("primary too"), and does not take its place.
    """

    said: Understanding
    dropped: frozenset[str] = frozenset()
    is_step: bool = False
    adds: bool = False


@dataclass(frozen=True)
class ChangeWords:
    """The words of ``refining.yaml``, ready to be looked for in a normalised text."""

    called: Mapping[str, re.Pattern[str]]
    let_go_before: re.Pattern[str]
    indifferent_behind: re.Pattern[str]
    alone: Mapping[str, frozenset[str]]
    steps: Mapping[str, re.Pattern[str]]
    polite: re.Pattern[str]
    similar: re.Pattern[str]
    filler: frozenset[str]
    forms: frozenset[str]
    beside: frozenset[str]
    asks_instead: re.Pattern[str]
    adding: re.Pattern[str]
    pointed: re.Pattern[str]
    of_it: re.Pattern[str]


def change_in(said: Understanding, wishes: Wishes, asked: str = "") -> Change:
    """Return what a message changes of a search.

    Args:
        said: the message, understood.
        wishes: what the running search asks for.
        asked: the facet that the bot asked back about last, if any.
    """
    words = change_words()
    text = spoken(said.text)
    dropped = {facet for facet, pattern in words.called.items() if pattern.search(text)}
    if asked and text in words.alone["either"]:
        dropped.add(asked)
    if asked == "cost" and text in words.alone["declining"]:
        dropped.add(asked)
    let_go = [mention for mention in said.mentions if mention.facet != "resource" and _is_let_go(said.text, mention)]
    # "Any kind of event" names a kind: what is wished stands against what is let go by its common name.
    dropped -= {mention.facet for mention in said.mentions if mention not in let_go and not mention.vague}
    dropped |= {mention.facet for mention in let_go}
    kept = tuple(mention for mention in said.mentions if mention.facet not in dropped)
    left = said.wishes
    for facet in dropped:
        left = left.without(facet)
    left = replace(left, excluded={facet: values for facet, values in left.excluded.items() if facet not in dropped})
    if asked and any(text in words.alone[key] for key in ("either", "agreeing", "declining")):
        # "Yes" answers the question, though an entry is called YES.
        said, kept = replace(said, resources=()), ()
    step = _step(text, wishes, left)
    if asked == "cost" and text in words.alone["agreeing"]:
        step = {"cost": ("free",)}
    left = replace(left, cost=step.get("cost", left.cost), stage=step.get("stage", left.stage))
    return Change(
        replace(said, mentions=kept, wishes=left),
        frozenset(dropped - set(step)) | ({"place"} if said.anywhere else set()),
        is_step=bool(step),
        adds=not step and bool(words.adding.search(text)),
    )


def asks_undo(message: str) -> bool:
    """Return whether a message asks for the search before the running one, and for nothing else."""
    words = change_words()
    text = spoken(message)
    return text in words.alone["undo"] or words.polite.sub(" ", f" {text} ").strip() in words.alone["undo"]


def asks_similar(message: str) -> bool:
    """Return whether a message asks for more like something."""
    return bool(change_words().similar.search(spoken(message)))


def asks_for_another_age(said: Understanding) -> bool:
    """Return whether a message asks for younger or older than something."""
    steps = change_words().steps
    return any(steps[step].search(spoken(said.text)) for step in ("younger", "older"))


def only_changes(said: Understanding, wishes: Wishes, asked: str = "") -> bool:
    """Return whether a message names nothing but wishes of who, where, when and how: no subject of its own.

    "Primary", "what about Fife?", "only free ones", "any age" change a running search, whatever they were taken for.
    """
    words = change_words()
    no_subject = words.forms | words.beside
    subjects = [m for m in said.mentions if m.facet == "topic" and not m.negated and not set(m.values) <= no_subject]
    if words.asks_instead.search(spoken(said.text)):
        # "What about physics?" puts one subject in the place of another; "what about funding?" asks for something else.
        subjects = [m for m in subjects if m.vague]
    # "For my family" names an audience; that it is a subject too ("family learning") says nothing more.
    subjects = [m for m in subjects if not (m.vague and any(_covers(other, m) for other in said.mentions))]
    change = change_in(said, wishes, asked)
    if change.dropped and spoken(said.text) in words.alone["either"]:
        return True
    if change.is_step and spoken(said.text) in words.alone["agreeing"]:
        return True
    if said.resources or subjects or said.near_me:
        return False
    if change.dropped - {mention.facet for mention in said.mentions} and len(spoken(said.text).split()) <= SHORT:
        # "I don't mind where it comes from": what is let go is called by its name, whatever else is said of it.
        return True
    if not (said.mentions or change.dropped or change.is_step):
        return False
    text = fold(said.text)
    for mention in said.mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    left = f" {spoken(text)} "
    for pattern in (*words.called.values(), *words.steps.values(), words.let_go_before, words.indifferent_behind):
        left = pattern.sub(" ", left)
    # Typed "kirkkaldy": the words as read stand in the mentions; what was mended is no subject of its own.
    mended = {normalised(typed) for typed, _ in said.corrections}
    return all(word in words.filler or word in mended for word in left.split())


@lru_cache(maxsize=1)
def change_words() -> ChangeWords:
    """Return the words of ``refining.yaml`` (read once).

    Raises:
        VocabularyError: the file is malformed.
    """
    try:
        data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        before, behind = [*data["let_go"], *data["indifferent_before"]], data["indifferent_after"]
        return ChangeWords(
            called={facet: _called(nouns, before, behind) for facet, nouns in data["called"].items()},
            let_go_before=re.compile(rf"\b{_any_of(data['let_go'])} {_BETWEEN}(?:any |a |an |in |at |for |on )*$"),
            indifferent_behind=re.compile(rf"^{_BEHIND} {_any_of(behind)}\b"),
            alone={key: frozenset(map(spoken, data[key])) for key in ("either", "agreeing", "declining", "undo")},
            steps={key: re.compile(rf"\b{_any_of(data[key])}\b") for key in ("cheaper", "younger", "older")},
            polite=re.compile(rf"(?<= ){_any_of(data['polite'])}(?= )"),
            similar=re.compile(rf"\b{_any_of(data['similar'])}\b"),
            filler=frozenset(map(spoken, data["filler"])),
            forms=frozenset(data["forms"]),
            beside=frozenset(data["beside"]),
            asks_instead=re.compile(rf"^{_any_of(data['instead_before'])}\b|\b{_any_of(data['instead_behind'])}$"),
            adding=re.compile(rf"^{_any_of(data['adding_before'])}\b|\b{_any_of(data['adding_behind'])}$"),
            pointed=re.compile(rf"\b{_any_of(data['similar'])} {_any_of(data['pointing'])}\b"),
            of_it=re.compile(rf"^(?:{_any_of(data['polite'])} )*{_any_of(data['asking'])} {_any_of(data['pointing'])}\b"),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{FILE.name} cannot be read: {error}", "Its first lines explain its fields.") from error


def spoken(text: str) -> str:
    """Return ``text`` normalised and without apostrophes, which many leave out."""
    return normalised(text).replace("'", "")


def _called(nouns: Iterable[str], before: Iterable[str], behind: Iterable[str]) -> re.Pattern[str]:
    named = _any_of(nouns)
    return re.compile(rf"\b(?:{_any_of(before)} {_BETWEEN}{named}{_BEHIND}|{named}{_BEHIND} {_any_of(behind)})\b")


def _any_of(phrases: Iterable[str]) -> str:
    return rf"(?:{'|'.join(re.escape(spoken(phrase)) for phrase in sorted(map(str, phrases), key=len, reverse=True))})"


def _is_let_go(text: str, mention: Mention) -> bool:
    words = change_words()
    if mention.vague and mention.facet != "topic":
        # "I don't mind if it's online": understood as no wish of its own.
        return True
    before, behind = spoken(text[: mention.start]), spoken(text[mention.end :])
    return bool(words.let_go_before.search(f"{before} ") or words.indifferent_behind.search(f" {behind}"))


def _covers(other: Mention, mention: Mention) -> bool:
    return other.facet != mention.facet and other.start <= mention.start and mention.end <= other.end


def _step(text: str, wishes: Wishes, said: Wishes) -> dict[str, tuple[str, ...]]:
    steps = change_words().steps
    if "free" not in said.cost and steps["cheaper"].search(text):
        return {"cost": CHEAPER}
    places = [STAGES_IN_ORDER.index(stage) for stage in wishes.stage if stage in STAGES_IN_ORDER]
    if not places or said.stage:
        return {}
    if steps["younger"].search(text):
        return {"stage": (STAGES_IN_ORDER[max(min(places) - 1, 0)],)}
    if steps["older"].search(text):
        return {"stage": (STAGES_IN_ORDER[min(max(places) + 1, len(STAGES_IN_ORDER) - 1)],)}
    return {}
