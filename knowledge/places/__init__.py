"""Scotland's geography as the finder needs it: council areas, towns, islands, regions and postcode districts."""

from knowledge.places.gazetteer import CouncilArea, Gazetteer, Place

__all__ = ["CouncilArea", "Gazetteer", "Place"]
