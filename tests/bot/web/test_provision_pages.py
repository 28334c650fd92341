"""The map of provision: its pages and tables over the real catalogue, and what people ask for in vain."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import re
from pathlib import Path

import pytest

from bot.feedback import QuestionStore
from bot.feedback.store import Question, StoredQuestion
from bot.live_index import LiveIndex
from bot.storage import Database
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Submission
from bot.web.assets import FOLDER as STATIC
from bot.web.provision_desk import SECONDS_BETWEEN_LOOKS, ProvisionDesk, demands_of, unmet_needs
from bot.web.provision_map import Scale, scale_for, slug_of
from knowledge.places import Gazetteer
from knowledge.provision import Demand
from knowledge.settings import Settings
from tests.bot.web.running import Client, StartSite

COUNCILS = Gazetteer.default().council_areas
PAGES = ("/provision", "/provision?lens=rural&stage=primary&topic=energy", "/provision/gaps", "/provision/duplicates")
TABLES = ("/provision/counts.csv", "/provision/gaps.csv", "/provision/duplicates.csv")
LIMIT_BYTES = 100_000
SECRET = "zebra crossing"


def question(why: str = "unanswered", area: str = "Fife", **wishes: list[str]) -> Question:
    """A question as it is stored."""
    return Question(why, f"{SECRET} in Fife", "find", area, dict(wishes))  # type: ignore[arg-type]


def submission(reference: str, kind: str, topics: tuple[str, ...] = ("robotics",)) -> Submission:
    """An offer or a need in Fife."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return Submission(
        reference=reference,
        kind=kind,
        organisation="Inverbrae Primary School",
        what=SECRET,
        areas=("Fife",),
        topics=topics,
        contact="office@example.org",
        consent="yes",
        consented_at=now,
        expires_at=now + datetime.timedelta(days=30),
    )


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
    rows = dict(re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>.*?<td class="sum">(\d+)</td></tr>', text))
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


async def test_an_areas_page_names_the_entries_behind_a_choice(client: Client) -> None:
    text = await (await client.get("/provision/areas/orkney-islands?topic=energy&stage=primary")).text()
    entries = re.search(r"The entries of this choice \((\d+)\)", text)
    assert entries
    assert text.count('<span class="small">', text.index("The entries of this choice")) == int(entries[1])
    row = re.search(r"Orkney Islands,ORK,primary,energy,(\d+),", await (await client.get("/provision/counts.csv")).text())
    assert row
    assert row[1] == entries[1]


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


async def test_what_people_asked_for_in_vain_is_a_gap_and_their_words_stay_unseen(start_site: StartSite, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    questions, submissions = QuestionStore(Database(store), 30), SubmissionStore(Database(store))
    questions.add(question(area="Clackmannanshire", topic=["space"], stage=["early-years"]))
    questions.add(question(area="Clackmannanshire", topic=["space"], stage=["early-years"]))
    submissions.save(submission("NEED-1", "need").model_copy(update={"areas": ("Clackmannanshire",), "topics": ("space",)}))
    client = (await start_site(store=store)).client
    text = await (await client.get("/provision/gaps?area=Clackmannanshire&topic=space")).text()
    assert "2 questions about it found no good answer." in text
    assert "1 need left by schools is not met by an offer." in text
    for path in ("/provision/gaps", "/provision/areas/clackmannanshire", "/provision/gaps.csv"):
        assert SECRET not in await (await client.get(path)).text()


async def test_a_damaged_store_does_not_hide_the_map(start_site: StartSite, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    store.write_bytes(b"this is no database" * 100)
    client = (await start_site(store=store)).client
    assert (await client.get("/provision")).status == 200
    assert "cannot be read at the moment" in await (await client.get("/provision/gaps")).text()


async def test_the_store_is_looked_into_once_a_minute(index_settings: Settings, loaded_index: LiveIndex, tmp_path: Path) -> None:
    now = 0.0
    settings = index_settings.model_copy(update={"store": tmp_path / "store.sqlite"})
    desk, snapshot = ProvisionDesk(settings, lambda: now), loaded_index.searcher.snapshot
    before = await desk.overview(snapshot)
    QuestionStore(Database(settings.store_path), 30).add(question(area="Fife", topic=["languages"]))
    assert (await desk.overview(snapshot)).gaps is before.gaps
    now = SECONDS_BETWEEN_LOOKS
    assert ("Fife", "languages") in {(gap.area, gap.topic) for gap in (await desk.overview(snapshot)).gaps}


def test_a_question_without_a_place_or_a_subject_is_no_demand() -> None:
    stored = [
        StoredQuestion(each, 1, "2026-01-01", "2026-01-01", ())
        for each in (question(area="", topic=["robotics"]), question(), question(topic=["unheard-of"]))
    ]
    assert demands_of(stored) == []
    kept = StoredQuestion(question(area="Fife, Perth and Kinross", topic=["robotics"]), 3, "2026-01-01", "2026-01-01", ())
    assert demands_of([kept]) == [Demand("unanswered", ("Fife", "Perth and Kinross"), ("robotics",), (), 3)]


def test_a_need_that_an_offer_meets_is_no_demand() -> None:
    need = submission("NEED-1", "need")
    assert unmet_needs([need]) == [Demand("need", ("Fife",), ("robotics",))]
    assert unmet_needs([need, submission("OFF-1", "offer")]) == []
    assert unmet_needs([need, submission("OFF-1", "offer", ("biology",))]) == [Demand("need", ("Fife",), ("robotics",))]


def test_a_scale_puts_a_third_of_the_areas_into_each_step() -> None:
    scale = scale_for([0, 1, 2, 3, 4, 5, 6])
    assert [scale.step(number) for number in range(7)] == ["none", "few", "few", "some", "some", "many", "many"]
    assert scale.legend() == [("none", "None"), ("few", "1 to 2"), ("some", "3 to 4"), ("many", "5 to 6")]
    assert scale_for([0, 0]) == Scale(2, 3, 0)
    assert scale_for([1, 1, 0]).legend() == [("none", "None"), ("few", "1")]


def test_the_steps_of_colour_differ_by_three_to_one_in_light_and_dark() -> None:
    css = (STATIC / "provision.css").read_text("utf-8")
    for few, some, many in zip(*(re.findall(rf"--step-{step}: (#\w+);", css) for step in ("few", "some", "many")), strict=True):
        assert contrast(few, some) >= 3
        assert contrast(some, many) >= 3
    for step in ("few", "some", "many"):
        pairs = zip(re.findall(rf"--step-{step}: (#\w+);", css), re.findall(rf"--step-{step}-ink: (#\w+);", css), strict=True)
        assert all(contrast(fill, ink) >= 4.5 for fill, ink in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG has it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb"."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
