"""What the address of a page of the map of provision asks for, and the form in which it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web
from multidict import MultiDict
from yarl import URL

from bot.web import keys
from bot.web.provision_words import ProvisionWords
from knowledge.places import Gazetteer
from knowledge.provision import Lens, Rules
from knowledge.provision.area_names import area_named
from knowledge.vocabulary import Vocabulary

LONGEST_QUOTED = 40
"""How much of what is not known is said back."""


@dataclass(frozen=True)
class Choice:
    """One thing to choose in the form: its name, (value, label) options, and the value chosen, or ""."""

    name: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def words(self) -> str:
        """What was chosen, in words."""
        return dict(self.options).get(self.chosen, "")


@dataclass(frozen=True)
class Chosen:
    """What an address asks for: the choices, and values that are not known."""

    choices: tuple[Choice, ...]
    unknown: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return next((choice.chosen for choice in self.choices if choice.name == name), "")

    @property
    def lens(self) -> Lens | None:
        """The lens, if one was chosen."""
        return Rules.default().lens(self["lens"])

    @property
    def words(self) -> tuple[str, ...]:
        """What was chosen, in words."""
        return tuple(choice.words for choice in self.choices if choice.words)

    def address(self, path: str, **more: str) -> str:
        """Return ``path`` with what was chosen; ``more`` replaces some of it, an empty value takes it out."""
        query = {choice.name: choice.chosen for choice in self.choices if choice.chosen} | more
        return str(URL(path).with_query({name: value for name, value in query.items() if value}))


def words_for(request: web.Request) -> ProvisionWords:
    """Return what says things in the language of the site."""
    return ProvisionWords(request.app[keys.TEXTS], Vocabulary.default())


def chosen_by(request: web.Request, *names: str) -> Chosen:
    """Return what the address asks for.

    Args:
        request: with the address.
        names: which of "lens", "area", "stage" and "topic" the page lets choose.

    Raises:
        HTTPSeeOther: a form sent what was left empty too, or an area goes by another of its names: the address that people share
            has only what they asked for, and is one for each view.
    """
    given = request.query
    tidy = MultiDict((name, _official(name, value)) for name, value in given.items() if value.strip())
    if tidy != given:
        raise web.HTTPSeeOther(str(URL(request.path).with_query(tidy)))
    words = words_for(request)
    choices, unknown = [], []
    for name in names:
        options = _options(name, words)
        value = given.get(name, "").strip()
        if value not in {"", *dict(options)}:
            unknown.append(value[:LONGEST_QUOTED])
            value = ""
        choices.append(Choice(name, options, value))
    return Chosen(tuple(choices), tuple(unknown))


def _official(name: str, value: str) -> str:
    return (area_named(value) or value) if name == "area" else value


def _options(name: str, words: ProvisionWords) -> tuple[tuple[str, str], ...]:
    if name == "lens":
        return tuple((lens.id, words.lens(lens)) for lens in Rules.default().lenses)
    if name == "area":
        return tuple((each, each) for each in sorted(Gazetteer.default().council_areas))
    vocabulary = Vocabulary.default()
    return tuple((each, vocabulary.label(name, each)) for each in vocabulary.ids(name))
