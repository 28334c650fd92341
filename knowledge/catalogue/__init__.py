"""The catalogue: a YAML file a resource under ``records/``, a schema, and a loader that names mistakes by file and line."""

from knowledge.catalogue.files import Catalogue, load_catalogue
from knowledge.catalogue.problem import Problem
from knowledge.catalogue.resource import Contact, Resource

__all__ = ["Catalogue", "Contact", "Problem", "Resource", "load_catalogue"]
