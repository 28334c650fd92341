"""The map of provision: how much there is where, what is missing, and what is there twice."""

from knowledge.provision.counts import ANY, Count, Provision, counted
from knowledge.provision.demand import Demand, FittingNeeds, fitting_entries, fitting_needs
from knowledge.provision.duplicates import Duplicate, find_duplicates, view_vectors
from knowledge.provision.gaps import Gap, entries_behind, find_gaps, similar_areas
from knowledge.provision.lenses import areas_seen, entries_seen, gaps_seen
from knowledge.provision.rules import Group, Lens, Rules, Tile, load_tiles

__all__ = [
    "ANY",
    "Count",
    "Demand",
    "Duplicate",
    "FittingNeeds",
    "Gap",
    "Group",
    "Lens",
    "Provision",
    "Rules",
    "Tile",
    "areas_seen",
    "counted",
    "entries_behind",
    "entries_seen",
    "find_duplicates",
    "find_gaps",
    "fitting_entries",
    "fitting_needs",
    "gaps_seen",
    "load_tiles",
    "similar_areas",
    "view_vectors",
]
