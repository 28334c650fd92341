"""The catalogue in the forms that others use, and back: pure functions between a list of records and one text."""

from knowledge.exchange.reading import Mistake, Reading
from knowledge.exchange.registry import FORMATS, Format, format_named

__all__ = ["FORMATS", "Format", "Mistake", "Reading", "format_named"]
