"""The map of provision as CSV files for a spreadsheet. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from bot.web.provision_words import ProvisionWords
from knowledge.places import Gazetteer
from knowledge.provision import Duplicate, Gap, Provision, entries_behind

COUNTS = ("council_area", "area_key", "stage", "topic", "entries_naming_the_area", "entries_for_all_of_scotland")
GAPS = (
    *(
        "rank",
        "score",
        "council_area",
        "stage",
        "topic",
        "questions_without_a_good_answer",
        "unmet_needs",
        "entries_for_all_of_scotland",
    ),
    *("similar_areas_with_an_entry", "similar_areas", "expected", "reasons", "national_entries", "entries_of_similar_areas"),
)
DUPLICATES = (*("first_id", "first_name", "second_id", "second_name", "alike", "shared_areas", "linked_as_related", "reasons"),)


def counts_table(provision: Provision, areas: Iterable[str]) -> bytes:
    """Return a row for each council area, stage and topic; an empty stage or topic means any."""
    councils = Gazetteer.default().council_areas
    rows: list[Sequence[object]] = []
    for area in areas:
        position = provision.areas.index(area)
        local, national = provision.local[position].tolist(), provision.national[position].tolist()
        for row, stage in enumerate(provision.stages):
            for column, topic in enumerate(provision.topics):
                rows.append((area, councils[area].code, stage, topic, local[row][column], national[row][column]))
    return _table(COUNTS, rows)


def gaps_table(gaps: Iterable[Gap], provision: Provision, words: ProvisionWords) -> bytes:
    """Return a row for each gap, the greatest first, with the ids of the entries behind it."""
    rows: list[Sequence[object]] = []
    for rank, gap in enumerate(gaps, start=1):
        national, elsewhere = entries_behind(gap, provision)
        rows.append(
            (
                *(rank, gap.score, gap.area, gap.stage, gap.topic, gap.questions, gap.needs, gap.national),
                *("; ".join(gap.similar_with), gap.similar_in_all, gap.expected, words.gap_reasons(gap)),
                *(" ".join(entry.id for entry in national), " ".join(entry.id for entry in elsewhere)),
            )
        )
    return _table(GAPS, rows)


def duplicates_table(duplicates: Iterable[Duplicate], words: ProvisionWords) -> bytes:
    """Return a row for each pair, the most alike first."""
    rows: list[Sequence[object]] = [
        (
            *(each.first.id, each.first.name, each.second.id, each.second.name, each.alike, "; ".join(each.areas)),
            *("yes" if each.compared else "no", " ".join(words.duplicate_reasons(each))),
        )
        for each in duplicates
    ]
    return _table(DUPLICATES, rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    """Return ``value`` so that no spreadsheet takes it for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"} else value
