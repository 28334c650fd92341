"""The forms in which the catalogue goes out and comes in. A new form is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge.catalogue.resource import Resource
from knowledge.errors import ExchangeError
from knowledge.exchange import catalogue_yaml, csv_table, hsds, schema_org
from knowledge.exchange.reading import Reading


@dataclass(frozen=True)
class Format:
    """One form of the catalogue.

    Every form round-trips: what ``read`` makes of what ``write`` wrote are the same records, and writing those again
    gives the same text, byte for byte.

    Attributes:
        name: as commands and addresses name it.
        title: as people name it.
        media: its media type.
        suffix: how a file's name ends.
        write: records -> one text.
        read: that text -> the records, with every mistake.
    """

    name: str
    title: str
    media: str
    suffix: str
    write: Callable[[Iterable[Resource]], str]
    read: Callable[[str], Reading]


FORMATS = {
    each.name: each
    for each in (
        Format("hsds", "Open Referral HSDS 3", "application/json", "json", hsds.write, hsds.read),
        Format("schema-org", "schema.org JSON-LD", "application/ld+json", "jsonld", schema_org.write, schema_org.read),
        Format("csv", "CSV for spreadsheets", "text/csv", "csv", csv_table.write, csv_table.read),
        Format("catalogue", "the catalogue's own YAML", "application/yaml", "yaml", catalogue_yaml.write, catalogue_yaml.read),
    )
}


def format_named(name: str) -> Format:
    """Return the format with this name.

    Raises:
        ExchangeError: there is none.
    """
    if name not in FORMATS:
        raise ExchangeError(f"There is no format {name[:40]!r}.", f"Use one of {', '.join(FORMATS)}.")
    return FORMATS[name]
