"""The one hierarchy of errors that people may meet. Every message says what was wrong, where, and what would be right."""

from __future__ import annotations


class StemFinderError(Exception):
    """Base of every error this project raises on purpose.

    Args:
        what: what was wrong, in plain words, with the place it was found.
        remedy: what would be right, or what to do next.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what} {remedy}".strip())


class SettingsError(StemFinderError):
    """A setting has a value that cannot work."""


class VocabularyError(StemFinderError):
    """A vocabulary or geography file is missing or malformed."""


class CatalogueError(StemFinderError):
    """The catalogue cannot be used: no valid record at all, or the folder is missing."""


class SnapshotError(StemFinderError):
    """No usable index snapshot, or a damaged one."""


class ModelError(StemFinderError):
    """The embedding model is missing or cannot be exported."""


class QueryError(StemFinderError):
    """A search or chat request asks for something that does not exist, such as an unknown place or facet value."""


class DialogueError(StemFinderError):
    """Rasa could not be reached, was too slow, or answered with something else than an answer."""


class ExchangeError(StemFinderError):
    """A catalogue cannot be exported or imported: an unknown format, an unreadable file, or a folder that must stay."""
