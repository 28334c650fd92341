"""Why a record fits, in plain words taken from the wishes."""

from __future__ import annotations

from knowledge.catalogue.resource import Resource
from knowledge.places.gazetteer import NATIONAL
from knowledge.search.filters import FREE
from knowledge.search.first_doors import FirstDoor
from knowledge.understanding.wishes import Wishes
from knowledge.vocabulary import Vocabulary

MOST = 4


def matched_facets(resource: Resource, wishes: Wishes, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the facets of ``wishes`` that ``resource`` meets."""
    met = set()
    if wishes.place and (NATIONAL & set(resource.areas) or set(resource.areas) & set(wishes.place)):
        met.add("place")
    if set(resource.audiences) & set(wishes.audience):
        met.add("audience")
    if set(resource.stages) & set(wishes.stage):
        met.add("stage")
    if met_topics(resource, wishes, vocabulary):
        met.add("topic")
    if set(resource.delivery) & set(wishes.delivery):
        met.add("delivery")
    if resource.kind in wishes.kind:
        met.add("kind")
    if wishes.cost and (resource.cost in wishes.cost or (FREE & set(wishes.cost) and resource.cost in FREE)):
        met.add("cost")
    return frozenset(met)


def met_topics(resource: Resource, wishes: Wishes, vocabulary: Vocabulary) -> list[str]:
    """Return the wished topics that the record has, itself or by something narrower."""
    return [topic for topic in wishes.topic if vocabulary.narrower("topic", topic) & set(resource.topics)]


def reasons_for(
    resource: Resource, wishes: Wishes, vocabulary: Vocabulary, named: bool, door: FirstDoor | None = None
) -> tuple[str, ...]:
    """Return up to ``MOST`` reasons, the strongest first.

    Args:
        resource: what was found.
        wishes: what was asked for.
        vocabulary: gives the labels.
        named: whether the message names it.
        door: the need for which it is the way in, if any.
    """
    reasons = []
    if named:
        reasons.append("You asked for it by name")
    if door:
        reasons.append(f"First place to ask for {door.need}")
    topics = met_topics(resource, wishes, vocabulary)
    if topics:
        reasons.append(f"About {listed(vocabulary.labels('topic', topics), lower=True)}")
    if wishes.place:
        reasons.append(_place_reason(resource, wishes))
    stages = [stage for stage in wishes.stage if stage in resource.stages]
    if stages:
        reasons.append(f"Suits {listed(vocabulary.labels('stage', stages), lower=True)}")
    audiences = [audience for audience in wishes.audience if audience in resource.audiences]
    if audiences:
        reasons.append(f"For {listed(vocabulary.labels('audience', audiences), lower=True)}")
    ways = [way for way in wishes.delivery if way in resource.delivery]
    if ways:
        reasons.append(listed(vocabulary.labels("delivery", ways)))
    if resource.kind in wishes.kind:
        reasons.append(vocabulary.label("kind", resource.kind))
    if wishes.cost and resource.cost in FREE:
        reasons.append("Free" if resource.cost == "free" else "Help with the cost")
    for facet, values in wishes.excluded.items():
        if facet == "delivery" and set(resource.delivery) - set(values):
            reasons.append(
                f"Not only {listed(vocabulary.labels('delivery', values), lower=True)}"
                if set(resource.delivery) & set(values)
                else f"Not {listed(vocabulary.labels('delivery', values), lower=True)}"
            )
    return tuple(reason for reason in reasons if reason)[:MOST]


def caution_for(resource: Resource, wishes: Wishes, vocabulary: Vocabulary) -> str | None:
    """Return what to know before writing to them: that the record is listed for other stages than those asked for."""
    if not wishes.stage or not resource.stages or set(resource.stages) & set(wishes.stage):
        return None
    listed_for = listed(vocabulary.labels("stage", resource.stages), lower=True)
    return f"Listed for {listed_for}: ask if they also do {listed(vocabulary.labels('stage', wishes.stage), lower=True)}."


def where_label(resource: Resource) -> str:
    """Return where the record serves, short enough for a card."""
    areas = resource.areas
    if "Scotland" in areas:
        return "All of Scotland"
    if "UK" in areas:
        return "All of the UK, Scotland included"
    if "International" in areas:
        return "International"
    if len(areas) <= 3:
        return listed(list(areas))
    return f"{', '.join(areas[:2])} and {len(areas) - 2} more council areas"


def _place_reason(resource: Resource, wishes: Wishes) -> str:
    local = [area for area in wishes.place if area in resource.areas]
    if not local:
        return "Open to all of Scotland" if "Scotland" in resource.areas else "Open to the whole UK"
    if len(wishes.place) == 1 and wishes.place_label and wishes.place_label not in local:
        return (
            f"Serves {local[0]}, where {wishes.place_label} is" if not wishes.place_label[0].isdigit() else f"Serves {local[0]}"
        )
    return f"Serves {listed(local[:3])}"


def listed(names: list[str], lower: bool = False) -> str:
    shown = [
        name[0].lower() + name[1:] if lower and not name[:2].isupper() and name.split()[0] != "Gaelic" else name for name in names
    ]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
