"""GET and POST /resources/{id}/report: a mistake is told without an account, and kept without personal details."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from bot.corrections import Correction, CorrectionStore
from bot.storage import Database
from tests.bot.web.running import Client, Site, StartSite

PATH = "/resources/crest-awards/report"


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Where corrections go."""
    return tmp_path / "store.sqlite"


@pytest.fixture
async def client(start_site: StartSite, stored: Path) -> Client:
    """A client of a site with a store of its own."""
    site: Site = await start_site(store=stored)
    return site.client


def told(stored: Path) -> list[Correction]:
    """What a curator would find."""
    return CorrectionStore(Database(stored), 365).corrections()


async def test_an_entrys_page_leads_to_the_form(client: Client) -> None:
    assert f'href="{PATH}"' in await (await client.get("/resources/crest-awards")).text()
    page = await (await client.get(PATH)).text()
    assert 'value="closed"' in page
    assert "CREST Awards" in page


async def test_a_mistake_is_stored_and_thanks_are_said(client: Client, stored: Path) -> None:
    response = await client.post(PATH, data={"what": "cost", "said": "Bronze is free\r\nfor schools"})
    assert response.status == 200
    assert response.url.path_qs == f"{PATH}?sent=1"
    assert "Thank you" in await response.text()
    (correction,) = told(stored)
    assert (correction.entry, correction.what) == ("crest-awards", "cost")
    assert correction.said.split() == ["Bronze", "is", "free", "for", "schools"]


async def test_personal_details_are_taken_out_before_it_is_stored(client: Client, stored: Path) -> None:
    said = "The website has moved to another page. Ring 01632 960123 or write to somebody@example.org about the award"
    await client.post(PATH, data={"what": "contact", "said": said})
    kept = told(stored)[0].said
    assert "960123" not in kept
    assert "somebody" not in kept
    assert "website has moved" in kept


async def test_more_than_a_question_holds_is_kept_of_a_report(client: Client, stored: Path) -> None:
    said = "The page of the award says that the fee has changed for every school. " * 7
    assert 300 < len(said) <= 500
    await client.post(PATH, data={"what": "cost", "said": said})
    assert len(told(stored)[0].said) > 400


async def test_a_choice_alone_is_enough(client: Client, stored: Path) -> None:
    await client.post(PATH, data={"what": "closed", "said": ""})
    assert told(stored)[0].said == ""


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"said": "wrong <b>fee</b>"}, "Choose what is wrong."),
        ({"what": "rude", "said": "wrong <b>fee</b>"}, "Choose what is wrong."),
        ({"what": "cost", "said": "wrong <b>fee</b>" + "x" * 490}, "characters too long"),
    ],
)
async def test_what_is_missing_or_too_long_is_said_and_what_was_typed_stays(
    client: Client, stored: Path, form: dict[str, str], words: str
) -> None:
    response = await client.post(PATH, data=form)
    page = await response.text()
    assert response.status == 400
    assert words in page
    assert "There is a problem" in page
    assert html.escape("wrong <b>fee</b>") in page
    assert told(stored) == []


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
async def test_a_form_on_another_sites_page_is_refused(client: Client, headers: dict[str, str]) -> None:
    assert (await client.post(PATH, data={"what": "closed"}, headers=headers)).status == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "null"}, {}])
async def test_a_form_of_our_own_page_is_taken_which_sends_no_referrer(client: Client, headers: dict[str, str]) -> None:
    assert (await client.post(PATH, data={"what": "closed"}, headers=headers)).status == 200


async def test_one_address_cannot_send_reports_without_end(start_site: StartSite, stored: Path) -> None:
    site = await start_site(store=stored, messages_per_minute=2)
    answers = [await site.client.post(PATH, data={"what": "closed", "said": f"{number} years ago"}) for number in range(4)]
    assert [answer.status for answer in answers][:2] == [200, 200]
    assert answers[-1].status == 429
    assert answers[-1].headers["Retry-After"]
    assert "3 years ago" in await answers[-1].text()


async def test_a_store_that_cannot_be_written_is_said_and_nothing_typed_is_lost(start_site: StartSite, tmp_path: Path) -> None:
    folder = tmp_path / "a-folder"
    folder.mkdir()
    site = await start_site(store=folder)
    response = await site.client.post(PATH, data={"what": "closed", "said": "gone since spring"})
    assert response.status == 503
    assert "gone since spring" in await response.text()


async def test_no_report_on_an_entry_that_there_is_not(client: Client) -> None:
    assert (await client.get("/resources/no-such-thing/report")).status == 404
    assert (await client.post("/resources/no-such-thing/report", data={"what": "closed"})).status == 404
