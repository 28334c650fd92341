"""Routes into fields of work: steps in order, from where somebody stands to what they wish for."""

from knowledge.pathways.choosing import (
    RouteReader,
    RouteWish,
    fitting_field,
    leading_entries,
    point_said,
    steps_ahead,
    university_wished,
)
from knowledge.pathways.files import GENERAL, Pathways
from knowledge.pathways.steps import POINTS, CareerField, CareerStep, Qualification

__all__ = [
    "GENERAL",
    "POINTS",
    "CareerField",
    "CareerStep",
    "Pathways",
    "Qualification",
    "RouteReader",
    "RouteWish",
    "fitting_field",
    "leading_entries",
    "point_said",
    "steps_ahead",
    "university_wished",
]
