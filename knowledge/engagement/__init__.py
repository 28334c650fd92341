"""Ways for employers to take part: from what they have to what they could do."""

from knowledge.engagement.choosing import EmployerReader, Means, asked_for, doors, fitting_ways
from knowledge.engagement.files import Engagement, Way

__all__ = ["EmployerReader", "Engagement", "Means", "Way", "asked_for", "doors", "fitting_ways"]
