"""The map of provision: its pages and tables over the real catalogue, and the entries behind each number."""

from __future__ import annotations

import csv
import gzip
import html
import io
import re
from datetime import date

import pytest

from bot.live_index import LiveIndex
from knowledge.places import Gazetteer
from knowledge.provision.area_names import slug_of
from tests.bot.web.running import Client

COUNCILS = Gazetteer.default().council_areas
PAGES = (
    "/provision",
    "/provision?lens=rural&stage=primary&topic=energy",
    "/provision/national",
    "/provision/gaps",
    "/provision/duplicates",
)
LIMIT_BYTES = 100_000


async def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of a table."""
    response = await client.get(address)
    assert response.status == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO((await response.read()).decode("utf-8-sig"))))


@pytest.mark.parametrize("path", [*PAGES, "/provision/areas/moray"])
async def test_a_page_is_light_and_holds_no_style_or_script_of_its_own(client: Client, path: str) -> None:
    response = await client.get(path)
    text = await response.text()
    assert response.status == 200
    assert len(gzip.compress(text.encode())) < LIMIT_BYTES
    assert "style=" not in text
    assert not re.search(r"<script(?![^>]*src=)", text)
    assert text.count("<h1") == 1


async def test_the_map_has_a_tile_and_a_row_for_every_council_area_with_the_same_number(client: Client) -> None:
    text = await (await client.get("/provision?topic=energy")).text()
    tiles = dict(re.findall(r'aria-label="\w+ \d+: ([^,]+), (\d+) ', text))
    rows = dict(
        re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>.*?<td class="sum">(?:<a [^>]+>)?(\d+)(?:</a>)?</td></tr>', text)
    )
    assert set(tiles) == set(COUNCILS)
    assert rows == tiles


async def test_a_lens_looks_at_its_areas_alone(client: Client) -> None:
    text = await (await client.get("/provision?lens=island")).text()
    assert "/provision/areas/orkney-islands?lens=island" in text
    assert "/provision/areas/fife" not in text


async def test_what_a_form_sends_empty_is_taken_out_of_the_address(client: Client) -> None:
    response = await client.get("/provision?lens=&stage=primary&topic=", allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"] == "/provision?stage=primary"


async def test_an_unknown_choice_is_told_and_does_no_harm(client: Client) -> None:
    response = await client.get("/provision?topic=%3Cscript%3Ealert(1)%3C/script%3E")
    text = await response.text()
    assert response.status == 400
    assert "This page does not know" in text
    assert "<script>alert" not in text


async def test_every_council_area_has_a_page(client: Client) -> None:
    for area in COUNCILS:
        response = await client.get(f"/provision/areas/{slug_of(area)}")
        assert response.status == 200
        assert f"<h1>{area}</h1>" in await response.text()
    assert slug_of("Na h-Eileanan Siar") == "na-h-eileanan-siar"
    assert (await client.get("/provision/areas/atlantis")).status == 404


async def test_other_names_lead_to_the_one_address_of_an_area(client: Client) -> None:
    for name, address in (
        ("arcaibh", "/provision/areas/orkney-islands"),
        ("A%27%20Gh%C3%A0idhealtachd", "/provision/areas/highland"),
        ("western-isles", "/provision/areas/na-h-eileanan-siar"),
    ):
        response = await client.get(f"/provision/areas/{name}?topic=energy", allow_redirects=False)
        assert response.status == 301
        assert response.headers["Location"] == f"{address}?topic=energy"
    response = await client.get("/provision/gaps", params={"area": "Sealtainn"}, allow_redirects=False)
    assert response.headers["Location"] == "/provision/gaps?area=Shetland+Islands"


async def test_an_areas_page_says_of_which_day_its_numbers_are(client: Client, loaded_index: LiveIndex) -> None:
    day = date.fromisoformat(loaded_index.searcher.snapshot.manifest["built_at"][:10])
    text = await (await client.get("/provision/areas/highland")).text()
    assert f"Counted from the catalogue of {day.day} {day:%B %Y}." in text


async def test_an_areas_page_shows_its_gaelic_name_marked_as_gaelic(client: Client) -> None:
    text = await (await client.get("/provision/areas/highland")).text()
    assert '<span lang="gd">A&#39; Ghàidhealtachd</span>' in text
    assert 'lang="gd"' not in await (await client.get("/provision/areas/na-h-eileanan-siar")).text()


def cells_of(page: str) -> list[tuple[str, int]]:
    """The numbers of a page's table that are links, with their addresses."""
    return [
        (html.unescape(address), int(number)) for address, number in re.findall(r'<td[^>]*><a href="([^"]+)">(\d+)</a>', page)
    ]


def listed_on(page: str) -> tuple[int, int]:
    """How many entries a page says that it lists, and how many it does."""
    entries = page[page.index('id="entries"') :]
    return int(re.findall(r"\d+", entries)[0]), entries[: entries.index("</ul>")].count('<span class="small">')


@pytest.mark.parametrize(
    "path",
    [
        "/provision",
        "/provision?topic=robotics",
        "/provision?lens=early-years&topic=maths",
        "/provision/areas/orkney-islands",
        "/provision/areas/glasgow-city?lens=gender-balance",
    ],
)
async def test_behind_each_number_stand_as_many_entries(client: Client, path: str) -> None:
    cells = cells_of(await (await client.get(path)).text())
    # Cells that lie next to each other are seldom alike: every ninth stands for all.
    chosen = cells if len(cells) < 40 else [*cells[::9], *cells[-3:]]
    assert chosen
    for address, number in chosen:
        assert listed_on(await (await client.get(address)).text()) == (number, number), address


async def test_a_number_of_nothing_leads_nowhere(client: Client) -> None:
    text = await (await client.get("/provision/areas/orkney-islands")).text()
    assert '<td class="step-none">0</td>' in text
    assert all(number for _, number in cells_of(text))


async def test_an_areas_page_lists_what_is_for_all_of_scotland_besides(client: Client) -> None:
    text = await (await client.get("/provision/areas/orkney-islands?topic=energy&stage=primary")).text()
    row = re.search(r"Orkney Islands,ORK,primary,energy,(\d+),(\d+)", await (await client.get("/provision/counts.csv")).text())
    assert row
    assert listed_on(text)[1] == int(row[1])
    folded = text[text.index('<details class="national">') :]
    assert folded[: folded.index("</details>")].count("<li>") == int(row[2])
    assert f"{row[2]} more are for all of Scotland" in folded


async def test_the_counts_hold_every_area_stage_and_topic(client: Client) -> None:
    rows = await rows_of(client, "/provision/counts.csv")
    assert {row["council_area"] for row in rows} == set(COUNCILS)
    assert len(rows) == len({(row["council_area"], row["stage"], row["topic"]) for row in rows})
    assert len({row["stage"] for row in rows}) * len({row["topic"] for row in rows}) * len(COUNCILS) == len(rows)


async def test_each_gap_names_entries_that_exist(client: Client, loaded_index: LiveIndex) -> None:
    rows = await rows_of(client, "/provision/gaps.csv")
    named = {each for row in rows for each in f"{row['national_entries']} {row['entries_of_similar_areas']}".split()}
    assert rows
    assert named <= set(loaded_index.searcher.by_id)
    assert [float(row["score"]) for row in rows] == sorted((float(row["score"]) for row in rows), reverse=True)


async def test_the_gaps_come_in_pages(client: Client) -> None:
    first = await (await client.get("/provision/gaps")).text()
    second = await (await client.get("/provision/gaps?page=2")).text()
    assert '<ol class="gaps" start="1">' in first
    assert '<ol class="gaps" start="26">' in second
    assert 'href="/provision/gaps?page=2"' in first
    assert "There is no page 400" in await (await client.get("/provision/gaps?page=400")).text()


async def test_duplicates_are_pairs_of_entries_that_both_have_a_page(client: Client) -> None:
    for row in await rows_of(client, "/provision/duplicates.csv"):
        for each in (row["first_id"], row["second_id"]):
            assert (await client.get(f"/resources/{each}")).status == 200


@pytest.mark.parametrize(
    "choice", ["", "topic=energy", "stage=early-years", "lens=early-years", "lens=rural&stage=primary&topic=engineering"]
)
async def test_the_map_the_list_of_gaps_and_its_table_tell_of_the_same_gaps(client: Client, choice: str) -> None:
    page = await (await client.get(f"/provision?{choice}")).text()
    address, number = re.findall(r'<a href="(/provision/gaps[^"]*)">(\d+) gaps?</a>', page)[0]
    listed = await (await client.get(html.unescape(address))).text()
    table = re.findall(r'href="(/provision/gaps\.csv[^"]*)"', listed)
    assert f"<h2>{number} gap" in listed
    assert table == re.findall(r'href="(/provision/gaps\.csv[^"]*)"', page)
    assert len(await rows_of(client, html.unescape(table[0]))) == int(number)


async def test_where_nothing_is_about_a_subject_nothing_is_about_a_part_of_it(client: Client) -> None:
    gaps = [(row["council_area"], row["stage"]) for row in await rows_of(client, "/provision/gaps.csv?topic=maths")]
    assert gaps
    assert gaps == [(row["council_area"], row["stage"]) for row in await rows_of(client, "/provision/gaps.csv?topic=numeracy")]


async def test_an_areas_page_leads_to_its_own_part_of_each_table(client: Client) -> None:
    page = await (await client.get("/provision/areas/orkney-islands?lens=island")).text()
    tables = [html.unescape(each) for each in re.findall(r'href="(/provision/\w+\.csv[^"]*)"', page)]
    counts, gaps, duplicates = [await rows_of(client, each) for each in tables]
    assert {row["council_area"] for row in (*counts, *gaps)} == {"Orkney Islands"}
    everything = await rows_of(client, "/provision/counts.csv?lens=island")
    assert counts == [row for row in everything if row["council_area"] == "Orkney Islands"]
    assert all("Orkney Islands" in row["shared_areas"] for row in duplicates)


async def test_an_area_that_a_lens_does_not_look_at_is_not_said_to_have_no_gap(client: Client) -> None:
    page = await (await client.get("/provision/areas/fife?lens=island")).text()
    assert "This view does not look at Fife" in page
    assert "None of this view stands out" not in page
    assert "This view does not look at" not in await (await client.get("/provision/areas/orkney-islands?lens=island")).text()
