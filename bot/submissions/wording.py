"""How people speak to a form besides answering it: yes, no, skip, back, stop, why, and corrections. Words in, meaning out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.submissions.forms import Forms
from knowledge.errors import VocabularyError
from knowledge.text import fold, normalised

FILE = Path(__file__).parent / "wording.yaml"
_WHOLE = ("stop", "skip", "back", "small_talk")
"""Lists of which the whole message must be made, with what may follow (``<name>_more``)."""
_SOMEWHERE = ("why", "how", "withdraw")
_AT_THE_BEGINNING = ("question", "order", "corrects")


@dataclass(frozen=True)
class Correction:
    """What is to be changed.

    Attributes:
        name: of the question.
        value: the new answer as typed; empty where only that it is wrong was said.
    """

    name: str
    value: str = ""


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, tuple[str, ...]]:
    """Return the lists of wording.yaml (read once)."""
    try:
        data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        lists = {name: tuple(pieces) for name, pieces in data.items()}
        if odd := [name for name, pieces in lists.items() if not all(isinstance(piece, str) for piece in pieces)]:
            raise ValueError(f"{odd[0]} holds something else than text; put words like no and yes in quotes")
    except (OSError, yaml.YAMLError, AttributeError, TypeError, ValueError) as error:
        raise VocabularyError(
            f"bot/submissions/wording.yaml cannot be used: {error}", "Its first lines tell the format."
        ) from error
    return lists


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return a pattern for each list that is matched as it stands."""
    before, behind = _either("before"), _either("behind")
    made = {
        name: rf"^(?:(?:{before}) )*(?:{_either(name)})(?: (?:{_either(name)}|{_either(f'{name}_more')}|{behind}))*$"
        for name in _WHOLE
    }
    made |= {name: "|".join(_lists()[name] if name != "withdraw" else [rf"\b(?:{_either(name)})\b"]) for name in _SOMEWHERE}
    made |= {name: rf"^(?:(?:{before}) )*(?:{_either(name)})\b" for name in _AT_THE_BEGINNING}
    # "No" and "yes" stand before other words as well: here they are what is said.
    made |= {
        name: rf"^(?:(?:please|ok|okay|well|oh|so) )*(?:{_either(name)})(?: (?:{_either(name)}|{behind}))*$"
        for name in ("yes", "no")
    }
    return {name: re.compile(pattern) for name, pattern in made.items()}


def _either(name: str) -> str:
    """Return the pieces of a list as alternatives, longer ones first."""
    return "|".join(sorted((f"(?:{piece})" for piece in _lists()[name]), key=len, reverse=True))


def says_yes(message: str) -> bool:
    """Return whether a message is a plain yes; "yes, but change the place" is none."""
    return bool(_patterns()["yes"].match(normalised(message)))


def says_no(message: str) -> bool:
    """Return whether a message is a plain no."""
    return bool(_patterns()["no"].match(normalised(message)))


def stops(message: str) -> bool:
    """Return whether a message gives the whole thing up."""
    return bool(_patterns()["stop"].match(normalised(message)))


def skips(message: str) -> bool:
    """Return whether a message leaves a question out."""
    return bool(_patterns()["skip"].match(normalised(message)))


def goes_back(message: str) -> bool:
    """Return whether a message takes the last answer back."""
    return bool(_patterns()["back"].match(normalised(message)))


def asks_why(message: str) -> bool:
    """Return whether a message asks why something is asked."""
    return bool(_patterns()["why"].search(normalised(message)))


def asks_how(message: str) -> bool:
    """Return whether a message asks what is meant."""
    return bool(_patterns()["how"].search(normalised(message)))


def asks_something(message: str) -> bool:
    """Return whether a message is a question or an order of its own, by its shape."""
    text = normalised(message)
    return message.rstrip(" !").endswith("?") or bool(_patterns()["question"].match(text) or _patterns()["order"].match(text))


def asks_openly(message: str) -> bool:
    """Return whether a message begins with who, what, where, when, why or how."""
    return bool(re.match(r"(?:wh(?:o|at|ere|en|y|ich|ose)|how)\b", normalised(message)))


def withdraws(message: str) -> bool:
    """Return whether a message asks to take something back that was stored."""
    return bool(_patterns()["withdraw"].search(normalised(message)))


def is_small_talk(message: str) -> bool:
    """Return whether a message is a greeting, a thank you or the like, and nothing more."""
    return bool(_patterns()["small_talk"].match(normalised(message)))


def corrects_something(message: str) -> bool:
    """Return whether a message begins like a correction: "no, ..." or "make it ..."."""
    return bool(_patterns()["corrects"].match(normalised(message)))


def without_correcting(message: str) -> str:
    """Return what stands behind the words that make a message a correction."""
    return re.sub(rf"^(?:(?:{_either('corrects')})\b[ ,.:;!-]*)+", "", message, flags=re.IGNORECASE)


def correction(message: str, kind: str, forms: Forms) -> Correction | None:
    """Return which answer a message changes, and to what; None where it changes none by name."""
    folded = fold(message)
    lead, change, wrong = rf"^(?:(?:{_either('before')})[ ,.:;!-]+)*", _either("change"), _either("wrong")
    for name, said in _names(kind, forms):
        only_wrong = (
            rf"{lead}(?:{change}) {said}(?: please)?[ .!]*$",
            rf"{lead}{said}(?: is|'s| are| was| were|) ?(?:{wrong})[ .!]*$",
            rf"{lead}(?:that's|that is|you have|it's|it is)? ?(?:the )?wrong {said}[ .!]*$",
        )
        if any(re.match(pattern, folded) for pattern in only_wrong):
            return Correction(name)
        changed = (
            rf"{lead}(?:{change}) {said}(?: from .+?)? ?(?:to|into|as|with|:|=|for) ?(?P<value>.+)$",
            rf"{lead}{said}(?:(?: is| are|'s| should be| should say| ought to be| must be| will be) | ?[:=] ?)"
            r"(?:actually |now |really |instead )?(?P<value>.+)$",
            rf"{lead}(?:make|have) {said} (?P<value>.+)$",
        )
        for pattern in changed:
            if found := re.match(pattern, folded):
                return Correction(name, message[found.start("value") : found.end("value")].strip(" ."))
    return None


def _names(kind: str, forms: Forms) -> Iterable[tuple[str, str]]:
    """Give each question's name and a pattern of what people call it."""
    for name in forms.order(kind):
        words = sorted((re.escape(fold(word)) for word in forms.questions[name].words), key=len, reverse=True)
        yield name, rf"(?:the |our |my |your )?(?:{'|'.join(words)})"
