"""What holds for any text at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.places import Gazetteer
from knowledge.understanding import Understander, Wishes
from knowledge.understanding.wishes import FACET_NAMES
from knowledge.vocabulary import FACETS, Vocabulary

PIECES = (
    *("not", "no", "without", "KW17", "PA34 4AB", "Perth", "Wick", "P6", "S3-S5", "my 9 year old", "aged 8 to 99", "Nat 5"),
    *(
        "online",
        "free",
        "Glasgow Science Centre",
        "dinnae",
        "anything but",
        "near me",
        "in",
        "-",
        ",",
        "&",
        "0 year old",
        "İ",
        "ﬁ",
    ),
)
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map(" ".join),
)
UNDERSTANDER = Understander(
    Vocabulary.default(), Gazetteer.default(), {"gsc": ["Glasgow Science Centre"], "connect": ["Connect"]}
)

FRESH = Understander(Vocabulary.default(), Gazetteer.default())


@given(texts)
def test_no_text_is_too_odd_and_every_mention_lies_where_it_says(text: str) -> None:
    understood = UNDERSTANDER.understand(text)
    for mention in understood.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.values
    assert [mention.start for mention in understood.mentions] == sorted(mention.start for mention in understood.mentions)


@given(texts)
def test_understanding_the_same_text_gives_the_same_again(text: str) -> None:
    assert Understander.default().understand(text) == FRESH.understand(text)


@given(texts)
def test_every_wish_is_a_word_of_the_vocabulary_and_never_ruled_out_too(text: str) -> None:
    wishes = UNDERSTANDER.understand(text).wishes
    for facet in FACETS:
        assert set(wishes.of(facet)) | set(wishes.excluded.get(facet, ())) <= set(Vocabulary.default().ids(facet))
    assert set(wishes.place) <= set(Gazetteer.default().council_areas)
    for facet in FACET_NAMES:
        assert set(wishes.of(facet)).isdisjoint(wishes.excluded.get(facet, ()))


@given(texts)
def test_wishes_survive_being_written_as_json(text: str) -> None:
    wishes = UNDERSTANDER.understand(text).wishes
    assert Wishes.from_json(wishes.to_json()) == wishes


@given(texts)
def test_entities_for_rasa_lie_within_the_text(text: str) -> None:
    for entity in UNDERSTANDER.understand(text).entities():
        assert 0 <= entity["start"] < entity["end"] <= len(text)
        assert entity["entity"] in FACET_NAMES


@given(st.text(alphabet="0123456789 psPS-", max_size=40))
def test_class_names_and_ages_of_any_form_are_read_without_fault(text: str) -> None:
    assert UNDERSTANDER.understand(text).text == text
