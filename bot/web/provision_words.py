"""What the pages of the map of provision say of gaps, duplicates and choices, from the texts of the site's language. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from babel import Locale
from babel.lists import format_list

from bot.texts import Texts
from knowledge.provision import Duplicate, FittingNeeds, Gap, Lens
from knowledge.vocabulary import Vocabulary

MOST_NAMED = 4
"""How many things a sentence lists before it tells how many more there are."""
_NAMES = ("Gaelic", "Scot")


class ProvisionWords:
    """Sentences about what was counted and found.

    Args:
        texts: of the site's language.
        vocabulary: labels of stages, subjects and audiences.
    """

    def __init__(self, texts: Texts, vocabulary: Vocabulary) -> None:
        self._say = texts.say
        self._vocabulary = vocabulary
        self._locale = Locale.parse(texts.tag, sep="-")

    def lens(self, lens: Lens) -> str:
        """Return what a lens is called."""
        return self._say(f"provision_lens_{lens.id}")

    def lens_text(self, lens: Lens) -> str:
        """Return what a lens shows."""
        return self._say(f"provision_lens_{lens.id}_text")

    def gap(self, gap: Gap, with_area: bool = True) -> str:
        """Return what a gap is called: "Moray: Engineering, Primary"."""
        values = {"area": gap.area, "topic": self._vocabulary.label("topic", gap.topic)}
        if not gap.stage:
            return self._say("provision_gap", **values) if with_area else values["topic"]
        stage = self._vocabulary.label("stage", gap.stage)
        return self._say("provision_gap_stage" if with_area else "provision_gap_here_stage", **values, stage=stage)

    def gap_reasons(self, gap: Gap) -> str:
        """Return why something is a gap, in sentences."""
        values = {"area": gap.area, "topic": in_a_sentence(self._vocabulary.label("topic", gap.topic))}
        if gap.stage:
            values["stage"] = in_a_sentence(self._vocabulary.label("stage", gap.stage))
        said = [self._say("provision_reason_none_stage" if gap.stage else "provision_reason_none", **values)]
        said.append(
            self._say("provision_reason_national", count=gap.national)
            if gap.national
            else self._say("provision_reason_no_national")
        )
        if gap.expected:
            numbers = {"having": len(gap.similar_with), "all": gap.similar_in_all, "expected": round(gap.expected)}
            said.append(self._say(f"provision_reason_similar_{gap.kind}", **numbers))
        if gap.questions:
            said.append(self._say("provision_reason_questions", count=gap.questions))
        if gap.needs:
            said.append(self._say("provision_reason_needs", count=gap.needs))
        return " ".join(said)

    def fitting(self, fitting: FittingNeeds, with_area: bool = True) -> str:
        """Return what needs ask for: "Fife: Robotics, Primary"."""
        labels = [*self._vocabulary.labels("topic", fitting.topics), *self._vocabulary.labels("stage", fitting.stages)]
        topic = ", ".join(labels)
        return self._say("provision_gap", area=fitting.area, topic=topic) if with_area else topic

    def duplicate_reasons(self, pair: Duplicate) -> list[str]:
        """Return what two entries share, a sentence each."""
        said = [
            self._say("provision_shared_areas", areas=self.listed(pair.areas)),
            self._say("provision_shared_audiences", audiences=self.listed(self._small("audience", pair.audiences))),
            self._say("provision_shared_topics", topics=self.listed(self._small("topic", pair.topics))),
        ]
        if pair.provider:
            said.append(self._say("provision_shared_provider", provider=pair.provider))
        said.append(self._say("provision_shared_words", alike=f"{pair.alike:.0%}"))
        if pair.compared:
            said.append(self._say("provision_duplicates_compared"))
        return said

    def listed(self, values: Iterable[str], most: int = MOST_NAMED) -> str:
        """Return things as a sentence lists them: "Fife, Moray and 3 more"."""
        every = list(values)
        shown = every[:most]
        if len(every) > most:
            shown.append(self._say("provision_shared_more", count=len(every) - most))
        return format_list(shown, "standard", self._locale)

    def unknown(self, values: Sequence[str]) -> str:
        """Return what could not be read of an address; empty where all could."""
        quoted = [self._say("provision_quoted", value=value) for value in values]
        return self._say("provision_unknown", values=format_list(quoted, "or", self._locale)) if quoted else ""

    def _small(self, facet: str, ids: Sequence[str]) -> list[str]:
        return [in_a_sentence(label) for label in self._vocabulary.labels(facet, ids)]


def in_a_sentence(label: str) -> str:
    """Return a label as it stands in the middle of a sentence: small, unless it begins with an abbreviation or a name."""
    return label if label[:2].isupper() or label.startswith(_NAMES) else label[:1].lower() + label[1:]
