"""Retrieve and judge: a loaded index snapshot, and the searcher that ranks with reasons."""

from knowledge.search.query import Query, Result, SearchOutcome
from knowledge.search.searcher import Searcher
from knowledge.search.snapshot import Snapshot

__all__ = ["Query", "Result", "SearchOutcome", "Searcher", "Snapshot"]
