"""The controlled vocabularies: audiences, stages, topics, kinds, deliveries, costs, each a YAML file with labels and synonyms."""

from knowledge.vocabulary.terms import FACETS, Term, Vocabulary

__all__ = ["FACETS", "Term", "Vocabulary"]
