"""The chat's questions as one page: every answer checked at once, and read back before anything is stored. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.submissions.checks import checked, contact_in, looks_private
from bot.submissions.draft import Answer, Draft
from bot.submissions.forms import Forms, Kind, words_of
from bot.texts import Texts
from bot.web.messages import clean_text
from knowledge.understanding import Understanding

LONG = 200
"""Answers that may be longer than this get more than a line."""
LONGEST_TYPED = 4000


@dataclass(frozen=True)
class Field:
    """One question on the page.

    Attributes:
        name: of the question, as in forms.yaml.
        label: what it is called.
        ask: the question.
        hint: an example.
        value: as it was typed.
        answer: as it is read back; empty where it was left out or could not be taken.
        error: what was wrong with it; empty where nothing was.
        optional: may be left out.
        long: wants more than one line.
        most: most characters.
    """

    name: str
    label: str
    ask: str
    hint: str
    value: str
    answer: str
    error: str
    optional: bool
    long: bool
    most: int


@dataclass(frozen=True)
class Filled:
    """A form as far as it is filled in.

    Attributes:
        fields: in order.
        draft: the answers that could be taken.
        private: the contact looks like a private person's.
    """

    fields: tuple[Field, ...]
    draft: Draft
    private: bool

    @property
    def errors(self) -> list[Field]:
        """The fields with which something is wrong."""
        return [each for each in self.fields if each.error]


def filled(
    kind: Kind, typed: Mapping[str, str], understand: Callable[[str], Understanding], texts: Texts, check: bool = True
) -> Filled:
    """Return a form with what was typed.

    Args:
        kind: offer or need.
        typed: name of the question -> what was typed.
        understand: the parser that the chat uses as well.
        texts: the words of the site.
        check: say what is wrong; left out while somebody still writes.
    """
    forms, fields, answers = Forms.default(), [], {}
    for name in forms.order(kind):
        question = forms.questions[name]
        value = clean_text(typed.get(name, "")[:LONGEST_TYPED])
        answer, error = _taken(kind, name, value, understand, texts)
        if answer is not None:
            answers[name] = answer
        fields.append(
            Field(
                name=name,
                label=words_of(texts, "label", name, kind),
                ask=texts.say(f"portal_ask_{name}_{kind}") if question.optional else words_of(texts, "ask", name, kind),
                hint=words_of(texts, "example", name, kind),
                value=value,
                answer=answer.text if answer else "",
                error=error if check else "",
                optional=question.optional,
                long=question.most > LONG,
                most=question.most,
            )
        )
    contact = answers.get("contact")
    return Filled(tuple(fields), Draft(kind, answers), looks_private(contact.text) if contact else False)


def _taken(
    kind: Kind, name: str, value: str, understand: Callable[[str], Understanding], texts: Texts
) -> tuple[Answer | None, str]:
    """Return the answer, or what is wrong with it."""
    question, label = Forms.default().questions[name], words_of(texts, "label", name, kind)
    if not value:
        if question.optional:
            return Answer(""), ""
        return None, texts.say(f"portal_missing_{name}")
    if question.check == "text" and contact_in(value):
        return None, texts.say("portal_contact_elsewhere", label=label)
    line = " ".join(value.split())
    answer = checked(question, line, understand(line))
    if isinstance(answer, Answer):
        return answer, ""
    return None, texts.say(f"portal_{answer}", label=label, most=question.most, length=len(line))
