"""Check one answer: return it as it will be read back, or the key of the text that says what is wanted instead."""

from __future__ import annotations

import re

from bot.submissions.draft import Answer
from bot.submissions.forms import Question
from knowledge.text import fold
from knowledge.understanding import Understanding
from knowledge.vocabulary import Vocabulary

SCOTLAND = "Scotland"
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_DIGITS = re.compile(r"(?:\+44|\(?0)[\d\s()./-]{8,18}\d")
_PRIVATE = re.compile(r"@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|aol|btinternet|sky|protonmail|proton)\.")
_MOBILE = re.compile(r"^(?:\+44|0)7(?!6)")
_ANY = re.compile(
    r"\b(?:any|all|every|everyone|everybody|anyone|whole school|doesn't matter|don't mind|no matter|flexible|mixed)\b"
)
_WHOLE = re.compile(
    r"^(?:the )?(?:whole of |all of |all over |across |throughout )?scotland(?:wide|-wide)?$|^nationwide$|^national(?:ly)?$"
)
_LEAD = re.compile(
    r"^(?:(?:we(?:'re| are)|it's|it is|this is|i am|i'm)(?: called| named| in| from)?|(?:we|i) (?:work|are based) (?:for|at|in)"
    r"|(?:it is |it's )?called|the name is)\s+(?=\S)"
)


def checked(question: Question, message: str, said: Understanding) -> Answer | str:
    """Return the answer, or the key of the text that says what was wrong with it."""
    text = re.sub(r"\s+", " ", message).strip(" ,;")
    if len(text) > question.most:
        return "form_too_long"
    if question.check == "place":
        return _place(text, said)
    if question.check == "stage":
        return _stage(text, said)
    if question.check == "contact":
        return _contact(text)
    return _text(text, question)


def contact_in(message: str) -> str:
    """Return the e-mail addresses and phone numbers in a message, and nothing else of it: no name of a person."""
    mails = [found.group().strip(".") for found in EMAIL.finditer(message)]
    rest = EMAIL.sub(" ", message)
    phones = [number for found in _DIGITS.finditer(rest) if (number := _phone(found.group()))]
    return ", ".join(dict.fromkeys([*mails, *phones]))


def looks_private(contact: str) -> bool:
    """Return whether a contact looks like a private person's: a mobile phone, or a mailbox that anybody may open."""
    return bool(_PRIVATE.search(contact.lower())) or any(_MOBILE.match(part.strip()) for part in contact.split(","))


def _phone(typed: str) -> str:
    """Return a number in plain groups; empty where it has too few or too many digits for one."""
    digits = re.sub(r"\D", "", typed)
    national = "0" + digits[2:].lstrip("0") if typed.strip().startswith("+44") else digits
    return re.sub(r"[^\d+ ]|(?<= ) ", "", typed).strip() if 10 <= len(national) <= 11 else ""


def _text(text: str, question: Question) -> Answer | str:
    lead = _LEAD.match(fold(text))
    kept = text[lead.end() :] if lead and question.most <= 120 else text
    kept = kept.strip(" .")
    # "12/05" says when, but is nobody's name.
    if len(kept) < question.least or sum(map(str.isalnum, kept)) < 2 or not (question.optional or any(map(str.isalpha, kept))):
        return "form_too_short"
    return Answer(kept)


def _place(text: str, said: Understanding) -> Answer | str:
    if said.anywhere or _WHOLE.match(fold(text).strip(" .!")):
        return Answer("Anywhere in Scotland", (SCOTLAND,))
    if not said.wishes.place:
        return "form_no_place"
    return Answer(_place_name(said), said.wishes.place)


def _place_name(said: Understanding) -> str:
    """Return the place with the council areas it lies in, so that a wrong reading is seen."""
    label, areas = said.wishes.place_label, said.wishes.place
    named = set(label.split(" or "))
    label = label.replace(" or ", " and ")
    return label if set(areas) <= named or len(areas) > 4 else f"{label} ({', '.join(areas)})"


def _stage(text: str, said: Understanding) -> Answer | str:
    if said.wishes.stage:
        labels = " and ".join(Vocabulary.default().labels("stage", said.wishes.stage))
        return Answer(f"{text.strip(' .')} ({labels})" if fold(text) not in fold(labels) else labels, said.wishes.stage)
    return Answer("Any age") if _ANY.search(fold(text)) else "form_no_stage"


def _contact(text: str) -> Answer | str:
    found = contact_in(text)
    return Answer(found) if found else "form_no_contact"
