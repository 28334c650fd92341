"""The catalogue: a YAML file a resource under ``records/``, a schema, and a loader that names mistakes by file and line."""

from knowledge.catalogue.files import Catalogue, Problem, load_catalogue
from knowledge.catalogue.resource import Contact, Resource

__all__ = ["Catalogue", "Contact", "Problem", "Resource", "load_catalogue"]
