"""Which words of a question are matched with those of records."""

from __future__ import annotations

import pytest

from knowledge.search import Searcher
from knowledge.search.wording import says_what, text_to_match


def test_a_topic_in_words_that_no_record_uses_is_matched_by_its_label_too(searcher: Searcher) -> None:
    lexical = searcher.snapshot.lexical
    assert not lexical.knows("cosmologist")
    said = searcher.understander.understand("meet a cosmologist")
    assert text_to_match("meet a cosmologist", said, lexical, searcher.vocabulary) == "meet a cosmologist Astronomy"


def test_a_topic_in_words_of_records_is_matched_by_them_alone(searcher: Searcher) -> None:
    said = searcher.understander.understand("robots for P5")
    assert text_to_match("robots for P5", said, searcher.snapshot.lexical, searcher.vocabulary) == "robots for P5"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("what is on in Oban", False),
        ("anything for families in Oban", False),
        ("anything for S3 in Oban", False),
        ("robots for S3 in Oban", True),
        ("help for parents", True),
    ],
)
def test_whom_it_is_for_says_not_what_is_looked_for_where_a_place_is(searcher: Searcher, question: str, says: bool) -> None:
    said = searcher.understander.understand(question)
    assert says_what(said.free_text, said, said.wishes, searcher.snapshot.lexical) is says


def test_what_is_on_for_families_somewhere_is_led_by_what_is_there(searcher: Searcher) -> None:
    first = searcher.ask("what is on in Dundee for families", limit=3).results
    assert any("Dundee City" in result.resource.areas for result in first[:1])
