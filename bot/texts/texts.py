"""Texts by key, with placeholders, plurals, links and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from knowledge.errors import VocabularyError

LANGUAGES = Path(__file__).parent
"""A folder for each language, named by its ISO 639-1 code."""
ENGLISH = "en"

Text: TypeAlias = str | Mapping[str, str]
"""One text, or one for each plural category that CLDR gives the language: English has ``one`` and ``other``."""

# Made after escaping, which leaves these marks as they are.
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[(.+?)\]")


class Texts:
    """The texts of one language.

    Args:
        entries: key -> text.
        language: code that Babel knows, such as ``en`` or ``gd``: decides plurals, and how numbers and dates are written.
    """

    def __init__(self, entries: Mapping[str, Text], language: str = ENGLISH) -> None:
        self.entries = entries
        self.language = language
        # British dates: 24 November 2026.
        self._locale = Locale("en", "GB") if language == ENGLISH else Locale.parse(language)

    @classmethod
    def default(cls) -> Texts:
        """Return the English texts (read once)."""
        return cls.of(ENGLISH)

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, language: str) -> Texts:
        """Return the texts of a language that comes with the package (read once).

        Raises:
            VocabularyError: there is no such language, or it lacks texts that English has.
        """
        texts = cls.read(LANGUAGES / language, language)
        if language != ENGLISH and (missing := cls.default().entries.keys() - texts.entries.keys()):
            raise VocabularyError(
                f"bot/texts/{language} lacks {len(missing)} of the English texts, {min(missing)!r} among them.",
                "Translate them all: a page in two languages cannot be read aloud.",
            )
        return texts

    @classmethod
    def read(cls, folder: Path, language: str) -> Texts:
        """Return the texts of every YAML file under ``folder``.

        Raises:
            VocabularyError: no such folder or language, a file that is not a list of texts, or a key that two files have.
        """
        paths = sorted(folder.rglob("*.yaml"))
        if not paths:
            known = ", ".join(sorted({path.parent.name for path in LANGUAGES.glob("*/*.yaml")}))
            raise VocabularyError(f"There are no texts in the language {language!r}.", f"There are: {known}. See docs/texts.md.")
        entries: dict[str, Text] = {}
        for path in paths:
            name = f"bot/texts/{language}/{path.relative_to(folder).as_posix()}"
            data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict):
                raise VocabularyError(f"{name} is not a list of `key: text` lines.", "See docs/texts.md.")
            for key, text in data.items():
                _check(name, key, text, language)
            if twice := entries.keys() & data.keys():
                raise VocabularyError(f"{name} has a text {min(twice)!r} that another file has.", "Keep one.")
            entries |= data
        return cls(entries, language)

    @property
    def tag(self) -> str:
        """The language as HTML's ``lang`` names it (BCP 47)."""
        return str(self._locale).replace("_", "-")

    def say(self, key: str, **values: object) -> str:
        """Return the text for ``key`` with its placeholders filled.

        Args:
            key: which text.
            values: by placeholder; ``count`` chooses among plurals, and is written as the language writes numbers.

        Raises:
            VocabularyError: there is no such text, or it has plurals and no ``count`` is given.
        """
        return self._text(key, values).format(**self._written(values)).strip()

    def markup(self, key: str, *links: str, **values: object) -> Markup:
        """Return the text for ``key`` as HTML: ``[words]`` become a link to the next of ``links``, ``**words**`` strong.

        Values are escaped, and marks within them stay as they are.

        Raises:
            VocabularyError: as ``say``; or the text has another number of links.
        """
        text = str(escape(self._text(key, values).strip()))
        if len(_LINK.findall(text)) != len(links):
            raise VocabularyError(f"The text {key!r} has not {len(links)} links in [brackets].", "Give it one for each address.")
        addresses = iter(links)

        def link(found: re.Match[str]) -> str:
            # Braces of an address are no placeholders.
            address = str(escape(next(addresses))).replace("{", "{{").replace("}", "}}")
            outside = ' rel="noopener"' if address.startswith(("http:", "https:")) else ""
            return f'<a href="{address}"{outside}>{found[1]}</a>'

        text = _LINK.sub(link, _STRONG.sub(r"<strong>\1</strong>", text))
        return Markup(text).format(**self._written(values))

    def day(self, value: str | date) -> str:
        """Return a day in words, such as "24 November 2026"; ``value`` may be an ISO 8601 date."""
        when = date.fromisoformat(value[:10]) if isinstance(value, str) else value
        return format_date(when, "long", self._locale)

    def month(self, value: date) -> str:
        """Return the month of a day in words, such as "November 2026"."""
        return format_skeleton("yMMMM", value, locale=self._locale)

    def listed(self, values: Iterable[str]) -> str:
        """Return several things as a sentence names them: "Fife, Falkirk and Moray"."""
        return format_list(list(values), locale=self._locale)

    def number(self, value: int) -> str:
        """Return a number as the language writes it, such as "1,234"."""
        return format_decimal(value, locale=self._locale)

    def _text(self, key: str, values: Mapping[str, object]) -> str:
        if key not in self.entries:
            raise VocabularyError(f"bot/texts/{self.language} has no text {key!r}.", "Add it to one of its files.")
        text = self.entries[key]
        if isinstance(text, str):
            return text
        if not isinstance(count := values.get("count"), int):
            raise VocabularyError(f"The text {key!r} has plurals.", "Give it a count.")
        return text.get(self._locale.plural_form(count), text["other"])

    def _written(self, values: Mapping[str, object]) -> dict[str, object]:
        count = values.get("count")
        return {**values, "count": self.number(count)} if isinstance(count, int) else dict(values)


def _check(name: str, key: object, text: object, language: str) -> None:
    if isinstance(text, str):
        return
    try:
        categories = Locale.parse(language).plural_form.tags | {"other"}
    except (UnknownLocaleError, ValueError) as error:
        raise VocabularyError(f"{language!r} is no language that is known.", "Name the folder by its ISO 639-1 code.") from error
    if not isinstance(text, dict) or not all(isinstance(form, str) for form in text.values()):
        raise VocabularyError(f"{name}: {key!r} is not a text.", "Put it in quotes, or give a text for each plural category.")
    if "other" not in text or (unknown := text.keys() - categories):
        wrong = "has no form `other`" if "other" not in text else f"has a form {min(unknown)!r}"
        raise VocabularyError(f"{name}: {key!r} {wrong}.", f"The forms of {language} are: {', '.join(sorted(categories))}.")
