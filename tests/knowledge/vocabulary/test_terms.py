"""The vocabularies: what they hold, and what is said where a file is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.errors import VocabularyError
from knowledge.text import normalised
from knowledge.vocabulary import FACETS, Vocabulary
from knowledge.vocabulary.terms import FOLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_has_terms_with_labels_in_plain_words(facet: str) -> None:
    vocabulary = Vocabulary.default()
    assert vocabulary.ids(facet)
    for term in vocabulary.facets[facet].values():
        assert term.id == term.id.lower()
        assert term.label[0].isupper()


@pytest.mark.parametrize("facet", FACETS)
def test_every_synonym_can_be_typed(facet: str) -> None:
    for term in Vocabulary.default().facets[facet].values():
        assert all(normalised(synonym) for synonym in term.synonyms), term.id


def test_a_term_includes_what_is_narrower_at_every_depth() -> None:
    narrower = Vocabulary.default().narrower("topic", "computing")
    assert {"computing", "robotics", "data", "artificial-intelligence", "cyber-security"} <= narrower
    assert "engineering" not in narrower
    assert Vocabulary.default().narrower("topic", "chemistry") == {"chemistry"}


def test_an_unknown_term_is_shown_as_it_is() -> None:
    assert Vocabulary.default().labels("topic", ["physics", "alchemy"]) == ["Physics", "alchemy"]


def test_a_missing_vocabulary_file_is_named(folder: Path) -> None:
    (folder / "topics.yaml").unlink()
    with pytest.raises(VocabularyError, match=r"topics\.yaml cannot be read"):
        Vocabulary.load(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"- id: [", "cannot be read"),
        (b"\xff\xfe\xff", "cannot be read"),
        (b"physics: Physics", "is not a list"),
        (b"", "is not a list"),
        (b"- just words", "Entry 1 of topics.yaml has no id or no label"),
        (b"- {id: physics, label: Physics}\n- {id: maths}", "Entry 2 of topics.yaml has no id or no label"),
        (b"- {id: physics, label: Physics}\n- {id: physics, label: Again}", "the id 'physics' twice"),
        (b"- {id: physics, label: Physics, broader: [magic]}", "physics names the broader term 'magic'"),
        (b"- {id: physics, label: Physics, synonyms: forces}", "the synonyms of physics are not a list"),
        (b"- {id: physics, label: Physics, broader: science}", "the broader of physics are not a list"),
    ],
)
def test_each_mistake_in_a_vocabulary_is_told_with_what_is_wrong(folder: Path, content: bytes, said: str) -> None:
    (folder / "topics.yaml").write_bytes(content)
    with pytest.raises(VocabularyError) as caught:
        Vocabulary.load(folder)
    assert said in caught.value.what
    assert caught.value.remedy
