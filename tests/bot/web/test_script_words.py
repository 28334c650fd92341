"""The words of scripts come from bot/texts: each text they say is there, and no other words stand in them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.texts import Texts
from bot.web.assets import FOLDER, Assets
from bot.web.script_words import MODULE, keys_said, words_for
from knowledge.errors import VocabularyError

SCRIPTS = sorted(FOLDER.glob("*.js"))
# What only programs and those who run the site meet, names that the web gives things, and what the finder has to understand.
NO_WORDS_FOR_VISITORS = {
    "use strict",
    "AbortError",
    "cards brief",
    "start over",
    "Content-Type",
    "Retry-After",
    "Enter",
    "Escape",
    "not a chat reply",
    "STEM finder: the widget could not be loaded.",
}
# A string beside these is an attribute's value, an address, or a selector.
_NOT_SAID = re.compile(r"""\b(class|for|type|href|src|rel|name|id|role|form|autocomplete|enterkeyhint|key|endpoint)(:\s*|=)$""")
_SELECTED = re.compile(r"(querySelector(All)?|matches|closest|matchMedia|supports)\($")
_STRINGS = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`' + r"|'((?:[^'\\\n]|\\.)*)'")
_COMMENTS = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
# Two words with a space between, or one with a capital letter as a sentence begins.
_WORDS = re.compile(r"[A-Za-z]{2,}[,:.?!]? [A-Za-z]{2,}|^\s*[A-Z][a-z]+")


def words_in(script: str) -> list[str]:
    """Strings of a script that look like words for visitors."""
    code = _COMMENTS.sub("", script)
    found = []
    for match in _STRINGS.finditer(code):
        before = code[: match.start()]
        text = re.sub(r"\$\{.*?\}", "", match[1] or match[2] or match[3] or "")
        if _NOT_SAID.search(before) or _SELECTED.search(before) or "import " in before.rsplit("\n", 1)[-1]:
            continue
        if _WORDS.search(text) and text not in NO_WORDS_FOR_VISITORS:
            found.append(text)
    return found


def test_words_in_a_script_are_found() -> None:
    script = """import { el } from "./pieces.js"; // "Not me"
/* "Nor me" */
el("p", { class: "message finder", title: "See here" }, "Ask", `${count} more words`, say("kept_one"), "li");"""
    # A comment behind code is read as code: rather one too many than one too few.
    assert words_in(script)[-3:] == ["See here", "Ask", " more words"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_no_words_of_its_own(path: Path) -> None:
    assert words_in(path.read_text(encoding="utf-8")) == []


def test_the_module_of_words_holds_what_scripts_say_and_nothing_else() -> None:
    content = Assets.load(Texts.default()).files[MODULE].content.decode()
    declared = json.loads(content.split("const texts = ", 1)[1].split(";\n", 1)[0])
    said = {key for path in SCRIPTS for key in keys_said(path.read_text(encoding="utf-8"))}
    assert set(declared) == said
    assert len(said) > 40


def test_days_are_written_as_the_language_writes_them() -> None:
    texts = Texts({"a": "b"}, "gd")
    assert '"{day}mh dhen Fhaoilleach {year}"' in words_for([], texts).encode().decode("unicode_escape")


def test_other_words_give_static_files_another_version() -> None:
    texts = Texts.default()
    changed = Texts({**texts.entries, "card_why": "Why you might like it"}, texts.language)
    assert Assets.load(texts).version != Assets.load(changed).version


def test_a_script_that_says_a_text_there_is_not_is_refused() -> None:
    with pytest.raises(VocabularyError, match="no_such_text"):
        words_for(['el("p", {}, say("no_such_text"))'], Texts.default())
