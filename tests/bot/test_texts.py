"""Texts: plurals as the language has them, marks that become HTML, and languages that are whole or refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.texts import LANGUAGES, Texts
from knowledge.errors import VocabularyError


def test_gaelic_numbers_choose_gaelic_forms() -> None:
    texts = Texts({"entries": {"one": "{count} A", "two": "{count} B", "few": "{count} C", "other": "{count} D"}}, "gd")
    said = [texts.say("entries", count=count) for count in (1, 2, 3, 11, 12, 13, 20, 1000)]
    assert said == ["1 A", "2 B", "3 C", "11 A", "12 B", "13 C", "20 D", "1,000 D"]


def test_a_text_with_plurals_wants_a_count() -> None:
    with pytest.raises(VocabularyError, match="count"):
        Texts({"entries": {"one": "one", "other": "more"}}).say("entries")


def test_marks_become_links_and_emphasis_and_values_stay_text() -> None:
    texts = Texts({"see": "**Now** see [the {what}] & more."})
    shown = texts.markup("see", "/a?b={c}&d", what="<b>[x] **y**</b>")
    assert shown == '<strong>Now</strong> see <a href="/a?b={c}&amp;d">the &lt;b&gt;[x] **y**&lt;/b&gt;</a> &amp; more.'


def test_a_link_to_elsewhere_names_no_opener() -> None:
    assert (
        Texts({"see": "[there]"}).markup("see", "https://example.org/")
        == '<a href="https://example.org/" rel="noopener">there</a>'
    )


def test_a_link_without_an_address_is_told() -> None:
    with pytest.raises(VocabularyError, match="links"):
        Texts({"see": "[there]"}).markup("see")


def test_days_and_numbers_are_written_as_in_britain() -> None:
    texts = Texts.default()
    assert (texts.tag, texts.day("2026-11-05"), texts.number(1234)) == ("en-GB", "5 November 2026", "1,234")


def test_months_and_lists_are_written_as_the_language_has_them() -> None:
    texts = Texts.default()
    assert texts.month(date(2026, 11, 5)) == "November 2026"
    assert [texts.listed(areas) for areas in ([], ["Fife"], ["Fife", "Moray"], ["Fife", "Moray", "Falkirk"])] == [
        "", "Fife", "Fife and Moray", "Fife, Moray and Falkirk",
    ]  # fmt: skip
    assert Texts({}, "gd").listed(["Fìobha", "Moireibh"]) == "Fìobha agus Moireibh"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- a list", "not a list of"),
        ("key: 3", "not a text"),
        ("key: {one: a}", "has no form `other`"),
        ("key: {few: a, other: b}", "has a form 'few'"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_is_wrong(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "words.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError, match=said):
        Texts.read(tmp_path, "en")


def test_a_key_stands_in_one_file_only(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("key: text", encoding="utf-8")
    with pytest.raises(VocabularyError, match="another file"):
        Texts.read(tmp_path, "en")


def test_a_language_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(VocabularyError) as told:
        Texts.of("xx")
    assert "en" in str(told.value)


@pytest.mark.parametrize("language", sorted(path.name for path in LANGUAGES.iterdir() if (path / "pages").is_dir()))
def test_every_language_that_comes_along_is_whole(language: str) -> None:
    assert Texts.of(language).entries.keys() == Texts.default().entries.keys()
