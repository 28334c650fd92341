"""Which words of a question are matched with the words of records."""

from __future__ import annotations

from knowledge.search.lexical import LexicalIndex
from knowledge.understanding.wishes import Understanding, Wishes
from knowledge.vocabulary import Vocabulary

_OF_THE_ASKER = frozenset({"audience", "stage"})


def text_to_match(text: str, understanding: Understanding, lexical: LexicalIndex, vocabulary: Vocabulary) -> str:
    """Return ``text`` with the label of each topic that is said in words no record uses ("cosmology" with "Astronomy")."""
    labels = [
        vocabulary.label("topic", value)
        for mention in understanding.mentions
        if mention.facet == "topic" and not mention.vague and not mention.negated and not lexical.knows(mention.text)
        for value in mention.values
    ]
    return " ".join([text, *labels])


def says_what(text: str, understanding: Understanding, wishes: Wishes, lexical: LexicalIndex) -> bool:
    """Return whether ``text`` says what is looked for.

    "What is on in Oban" does not, nor does "what is on for families" where a place is wished: what fits there is sought,
    not what is worded like it.
    """
    if wishes.place:
        for mention in understanding.mentions:
            if mention.facet in _OF_THE_ASKER:
                text = text.replace(mention.text, " ")
    return lexical.says_something(text)
