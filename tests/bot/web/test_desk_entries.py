"""Entries at the desk: found, edited, checked, and published into search and chat while visitors ask."""

from __future__ import annotations

import asyncio
import datetime
import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import pytest

from bot.desk.form import form_fields, values_of
from bot.desk.record_text import read_record
from bot.live_index import LiveIndex
from knowledge.catalogue import load_catalogue
from tests.bot.own_index import OwnIndex
from tests.bot.web.at_the_desk import Curator, DeskSite, opened

VISITORS = 6
NEW_NAME = "Zebrafinch Wobble Awards"


@pytest.fixture
async def desk_site(own_index: OwnIndex) -> AsyncIterator[DeskSite]:
    """A site over an index of its own, into which the desk publishes."""
    site = await opened(own_index, LiveIndex(own_index.settings, seconds_between_looks=0.05))
    yield site
    await site.client.close()


def form_of(site: DeskSite, resource_id: str, **changes: Any) -> dict[str, Any]:
    """What a browser sends of an entry's form, with changes; a dot in a field's name is written as two underscores."""
    typed = values_of(read_record(site.own.record(resource_id).read_text(encoding="utf-8")))
    sent: dict[str, Any] = {}
    for name, field in form_fields().items():
        value = typed[name]
        if field.widget == "lines":
            sent[name.replace(".", "__")] = "\r\n".join(value)
        elif isinstance(value, list):
            sent[name.replace(".", "__")] = [option for option, _ in field.options if option in value]
        elif value or field.widget != "tick":
            sent[name.replace(".", "__")] = value
    return {**sent, **changes}


async def save(curator: Curator, site: DeskSite, resource_id: str, expect: int = 303, **changes: Any) -> str:
    """Opens the form, changes something, publishes; gives where it led or what was said."""
    await curator.look(f"/desk/entries/{resource_id}")
    form = form_of(site, resource_id, edition=curator.edition, **changes)
    response = await curator.send(f"/desk/entries/{resource_id}", expect=expect, **form)
    return response.headers["Location"] if expect == 303 else await response.text()


async def test_an_edit_shows_in_search_chat_and_directory_and_no_request_fails_meanwhile(desk_site: DeskSite) -> None:
    isla, client = await desk_site.curator(), desk_site.client
    statuses: list[int] = []
    published = asyncio.Event()

    async def visit(number: int) -> None:
        while not published.is_set():
            if number % 2:
                response = await client.get("/api/search?q=science+club+in+Fife")
            else:
                response = await client.post("/api/chat", json={"message": "science club in Fife"})
            await response.read()
            statuses.append(response.status)

    visitors = [asyncio.create_task(visit(number)) for number in range(VISITORS)]
    names = form_of(desk_site, "crest-awards")["also_known_as"]
    led_to = await save(isla, desk_site, "crest-awards", also_known_as=f"{names}\r\n{NEW_NAME}")
    published.set()
    await asyncio.gather(*visitors)
    assert led_to == "/desk/entries/crest-awards?told=published"
    assert statuses
    assert set(statuses) == {200}
    found = await (await client.get("/api/search?q=Zebrafinch+Wobble+Awards")).json()
    assert found["results"][0]["id"] == "crest-awards"
    said = await (await client.post("/api/chat", json={"message": "zebrafinch wobble awards"})).json()
    assert "crest-awards" in [card["id"] for card in said["messages"][0]["cards"]]
    assert NEW_NAME in await (await client.get("/resources/crest-awards")).text()
    assert "Published." in await isla.look(led_to)
    assert desk_site.trail()[:2] == ["isla published crest-awards", "isla changed crest-awards"]
    assert desk_site.desk.audit.deeds(subject="crest-awards")[1].detail == "also_known_as"


async def test_publishing_without_a_change_writes_nothing(desk_site: DeskSite) -> None:
    path = desk_site.own.record("crest-awards")
    before = path.read_bytes()
    assert (await save(await desk_site.curator(), desk_site, "crest-awards")).endswith("told=unchanged")
    assert path.read_bytes() == before


async def test_every_mistake_stands_beside_its_field_and_nothing_is_saved(desk_site: DeskSite) -> None:
    path = desk_site.own.record("crest-awards")
    before = path.read_bytes()
    wrong = {"name": "", "topics": [], "contact__email": "nobody at all", "related": "no-such-entry", "summary": "<b>short</b>"}
    page = await save(await desk_site.curator(), desk_site, "crest-awards", expect=422, **wrong)
    for field in ("name", "topics", "contact.email", "related", "summary"):
        assert f'id="{field}-mistake"' in page, field
        assert f'href="#{field}"' in page, field
    assert page.count('aria-invalid="true"') == 5
    assert "&lt;b&gt;short&lt;/b&gt;" in page
    assert "nobody at all" in page, "what was typed is kept"
    assert path.read_bytes() == before


async def test_checking_only_saves_nothing(desk_site: DeskSite) -> None:
    path = desk_site.own.record("crest-awards")
    before = path.read_bytes()
    page = await save(await desk_site.curator(), desk_site, "crest-awards", expect=200, name="Another name", do="check")
    assert "No mistake was found" in page
    assert path.read_bytes() == before


async def test_two_curators_at_one_entry_do_not_overwrite_each_other(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    await ewan.look("/desk/entries/crest-awards")
    await save(isla, desk_site, "crest-awards", cost_note="First.")
    form = form_of(desk_site, "crest-awards", edition=ewan.edition, cost_note="Second.")
    page = await (await ewan.send("/desk/entries/crest-awards", expect=409, **form)).text()
    assert "Somebody else changed this entry" in page
    assert "Second." in page
    assert "First." in desk_site.own.record("crest-awards").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["/desk/entries/crest-awards", "/desk/entries/new", "/desk/entries/crest-awards/retire"])
async def test_what_was_typed_outlives_a_session_and_waits_until_it_is_sent_once_more(desk_site: DeskSite, page: str) -> None:
    isla, words = await desk_site.curator(), 'Ask the "llamas" <first>.'
    before = desk_site.own.record("crest-awards").read_bytes()
    await isla.look(page)
    form = form_of(desk_site, "crest-awards", edition=isla.edition, cost_note=words, why=words, how="ended")
    desk_site.desk.sessions.end_all("isla")
    kept = unescape(await (await isla.send(page, expect=403, **form)).text())
    assert f'value="{words}"' in kept
    assert "You are signed out" in kept
    await isla.sign_in("isla")
    shown = await isla.send(page, expect=409, **form)
    assert "You signed in again" in await shown.text()
    assert words in unescape(await shown.text())
    assert desk_site.own.record("crest-awards").read_bytes() == before
    if page.endswith("crest-awards"):
        await isla.send(page, **form)
        assert words in desk_site.desk.records.read("crest-awards").resource.cost_note  # type: ignore[operator,union-attr]


async def test_checked_today_changes_one_line_and_brings_a_stale_entry_to_the_end(desk_site: DeskSite) -> None:
    path = desk_site.own.record("crest-awards")
    lines = path.read_text(encoding="utf-8").splitlines()
    old = [f"checked_on: {'2024-01-02'}" if line.startswith("checked_on:") else line for line in lines]
    path.write_text("\n".join(old) + "\n", encoding="utf-8")
    await asyncio.to_thread(desk_site.own.build)
    await desk_site.index.refresh()
    isla = await desk_site.curator()
    assert "<strong>1</strong> entry not checked for a year" in await isla.look("/desk")
    listed = await isla.look("/desk/entries")
    assert listed.index("/desk/entries/crest-awards") < listed.index("</h3>")
    assert "Checked today, still right" in listed
    answer = await isla.send("/desk/entries/crest-awards/checked", back="1", stale="yes")
    assert "CREST Awards</a>: Published." in await isla.look(answer.headers["Location"])
    today = f"checked_on: {datetime.date.today().isoformat()}"
    assert path.read_text(encoding="utf-8").splitlines() == [today if line.startswith("checked_on:") else line for line in old]
    left = await isla.look("/desk/entries?stale=yes")
    assert "0 entries" in left
    assert "Checked today, still right" not in left


async def test_a_new_entry_is_found_at_once(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    await isla.look("/desk/entries/new")
    form = form_of(desk_site, "crest-awards", name="Llama Lab", related="", also_known_as="", retired_ids="")
    page = await isla.send("/desk/entries/new", expect=422, **{**form, "id": "Llama Lab"})
    assert 'id="id-mistake"' in await page.text()
    taken = await isla.send("/desk/entries/new", expect=422, **{**form, "id": "sserc"})
    assert "already an entry" in await taken.text()
    looked_at = await isla.send("/desk/entries/new", expect=200, **{**form, "id": "", "do": "check"})
    assert "The id will be llama-lab." in await looked_at.text()
    assert (await desk_site.client.get("/api/resources/llama-lab")).status == 404
    led_to = (await isla.send("/desk/entries/new", **{**form, "id": ""})).headers["Location"]
    assert led_to == "/desk/entries/llama-lab?told=published"
    assert (await (await desk_site.client.get("/api/resources/llama-lab")).json())["name"] == "Llama Lab"
    assert "Llama Lab" in await isla.look("/desk/entries?q=llama")


async def test_an_entry_that_ended_stays_and_says_so(desk_site: DeskSite) -> None:
    isla, address = await desk_site.curator(), "/desk/entries/crest-awards/retire"
    near = (await isla.look("/desk/entries/glasgow-science-centre/retire")).partition("Entries much like it")[2]
    assert re.search(r'href="/desk/entries/([a-z0-9-]+)">[^<]+</a> <code>\1</code>', near)
    assert "<code>glasgow-science-centre</code>" not in near
    assert "Retire CREST Awards" in await isla.look(address)
    wrong = await isla.send(address, expect=422, how="ended", other="no-such-entry", why="gone", edition=isla.edition)
    for field in ("other", "why"):
        assert f'id="{field}-mistake"' in await wrong.text()
    why = "Its page of March says that it ended."
    await isla.send(address, how="ended", other="sserc", why=why, edition=isla.edition)
    shown = await (await desk_site.client.get("/api/resources/crest-awards")).json()
    assert (shown["status"], shown["replaced_by"]) == ("ended", ["sserc"])
    assert shown["checked_on"] == datetime.date.today().isoformat()
    assert ("ended", why) in [(deed.what, deed.detail) for deed in desk_site.desk.audit.deeds()]


async def test_an_entry_that_is_there_twice_is_merged_and_every_way_to_it_leads_to_the_other(desk_site: DeskSite) -> None:
    isla, address = await desk_site.curator(), "/desk/entries/crest-awards/retire"
    linking = [each.id for each in desk_site.index.searcher.snapshot.resources if "crest-awards" in str(each.links)]
    assert linking
    await isla.look(address)
    answer = await isla.send(address, how="merged", other="sserc", why="Only for this test.", edition=isla.edition)
    assert answer.headers["Location"] == "/desk/entries/sserc?told=merged"
    led_to = await desk_site.client.get("/resources/crest-awards", allow_redirects=False)
    assert (led_to.status, led_to.headers["Location"]) == (301, "/resources/sserc")
    assert load_catalogue(desk_site.settings.catalogue).problems == ()
    for each in linking:
        assert "crest-awards" not in str(desk_site.desk.records.read(each).resource.links)  # type: ignore[union-attr]
    assert desk_site.trail()[0] == "isla published sserc"


async def test_an_index_that_cannot_be_built_is_told_and_the_site_goes_on(desk_site: DeskSite) -> None:
    def fails() -> None:
        raise RuntimeError

    desk = desk_site.client.app[_desk_key()]
    object.__setattr__(desk, "publish", fails)
    isla = await desk_site.curator()
    led_to = await save(isla, desk_site, "crest-awards", cost_note="Something else.")
    assert led_to.endswith("told=not-published")
    assert "could not be built" in await isla.look(led_to)
    assert desk_site.trail()[0] == "isla could not publish crest-awards"
    assert (await desk_site.client.get("/api/search?q=science")).status == 200
    object.__setattr__(desk, "publish", desk_site.own.build)
    assert (await save(isla, desk_site, "crest-awards")).endswith("told=published"), "publishing again, as the page advises"
    assert (await save(isla, desk_site, "crest-awards")).endswith("told=unchanged")


async def test_an_entry_whose_file_is_damaged_is_told_of(desk_site: DeskSite) -> None:
    desk_site.own.record("crest-awards").write_text("id: [crest-awards\n", encoding="utf-8")
    isla = await desk_site.curator()
    assert "holds no valid record" in await isla.look("/desk/entries/crest-awards", expect=409)


@pytest.mark.parametrize("resource_id", ["no-such-entry", "..%2F..%2Fsecret", "*"])
async def test_an_entry_that_is_not_there_is_a_missing_page(desk_site: DeskSite, resource_id: str) -> None:
    isla = await desk_site.curator()
    await isla.look(f"/desk/entries/{resource_id}", expect=404)


def _desk_key() -> Any:
    from bot.web import keys

    return keys.DESK
