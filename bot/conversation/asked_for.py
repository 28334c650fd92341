"""Say in words what a search asks for, so that a misreading is seen at once."""

from __future__ import annotations

from bot.texts import Texts
from knowledge.search.reasons import listed
from knowledge.understanding import Understanding, Wishes
from knowledge.understanding.wishes import FACET_NAMES
from knowledge.vocabulary import Vocabulary

SECONDARY = {"lower-secondary", "senior-phase"}
FORMS = {"clubs"}
"""General subjects that say the form of a thing."""
MOST_TOPICS = 3


def in_words(wishes: Wishes, said: Understanding, texts: Texts, vocabulary: Vocabulary) -> str:
    """Return what is asked for: "robotics, events, for primary, in Fife, free, not online".

    Args:
        wishes: what must and should hold.
        said: the running search's words, understood: they name subjects too general to be wishes ("science", "clubs").
        texts: the bot's words.
        vocabulary: the labels of values without words of their own.
    """
    general = [value for m in said.mentions if m.facet == "topic" and m.vague and not m.negated for value in m.values]
    if wishes.topic or wishes.kind:
        # Beside a clear subject the general ones add nothing but the form.
        general = [value for value in general if value in FORMS]
    out = wishes.excluded.get("topic", ())
    topics = [topic for topic in dict.fromkeys((*wishes.topic, *general)) if topic not in out][:MOST_TOPICS]
    parts = [", ".join((*_words("topic", topics, texts, vocabulary), *_words("kind", wishes.kind, texts, vocabulary)))]
    whom = [*_words("audience", wishes.audience, texts, vocabulary), *_words("stage", wishes.stage, texts, vocabulary)]
    if whom:
        parts.append(texts.say("asked_for", whom=listed(whom)))
    if wishes.place:
        parts.append(texts.say("asked_in", place=wishes.place_label or listed(list(wishes.place))))
    cost = _words("cost", wishes.cost, texts, vocabulary)
    parts.append(" or ".join(cost))
    parts.append(" or ".join(_words("delivery", wishes.delivery, texts, vocabulary)))
    for facet in FACET_NAMES:
        ruled_out = list(wishes.excluded.get(facet, ()))
        if ruled_out:
            names = ruled_out if facet == "place" else _words(facet, ruled_out, texts, vocabulary)
            parts.append(texts.say("asked_not", values=" or ".join(names)))
    return ", ".join(part for part in parts if part) or texts.say("asked_everything")


def _words(facet: str, values: tuple[str, ...] | list[str], texts: Texts, vocabulary: Vocabulary) -> list[str]:
    if facet == "stage" and set(values) >= SECONDARY:
        # Together they are what people call by one word.
        return [*_words(facet, [value for value in values if value not in SECONDARY], texts, vocabulary), "secondary"]
    return [_word(facet, value, texts, vocabulary) for value in values]


def _word(facet: str, value: str, texts: Texts, vocabulary: Vocabulary) -> str:
    key = f"word_{facet}_{value}"
    if key in texts.entries:
        return texts.say(key)
    label = vocabulary.label(facet, value)
    kept = label[:2].isupper() or label.split()[0] in {"Gaelic"}
    return label if kept else label[0].lower() + label[1:]
