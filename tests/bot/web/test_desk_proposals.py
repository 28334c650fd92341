"""Publishing by two people: what one proposes another looks at, and publishes or sends back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.live_index import LiveIndex
from tests.bot.own_index import OwnIndex
from tests.bot.web.at_the_desk import Curator, DeskSite, opened
from tests.bot.web.test_desk_entries import form_of

ENTRY = "crest-awards"
SHED = "Zebrafinch Shed"
MERGE: dict[str, Any] = {"how": "merged", "other": "sserc", "why": "The same <b>awards</b>, gathered twice."}


@pytest.fixture
async def desk_site(own_index: OwnIndex) -> AsyncIterator[DeskSite]:
    """A site where two people publish, over an index of its own."""
    site = await opened(own_index, LiveIndex(own_index.settings, seconds_between_looks=0.05), desk_two_people=True)
    yield site
    await site.client.close()


async def propose(site: DeskSite, curator: Curator, entry: str = ENTRY, **changes: Any) -> str:
    """Changes an entry in its form; gives where that led."""
    assert ">Propose</button>" in await curator.look(f"/desk/entries/{entry}")
    response = await curator.send(f"/desk/entries/{entry}", **form_of(site, entry, edition=curator.edition, **changes))
    address: str = response.headers["Location"]
    return address


async def test_an_edit_waits_until_a_second_person_has_published_it(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    before = desk_site.own.record(ENTRY).read_bytes()
    led_to = await propose(desk_site, isla, name=SHED)
    assert led_to == "/desk/proposals/1?told=proposed"
    assert "Nothing is published yet" in await isla.look(led_to)
    assert desk_site.own.record(ENTRY).read_bytes() == before
    assert "<strong>1</strong> proposal waits for a second person" in await ewan.look("/desk")
    assert "/desk/proposals/1" in await ewan.look("/desk/proposals")
    shown = await ewan.look("/desk/proposals/1")
    assert "<h3>Name</h3>" in shown
    assert f"<ins>{SHED}</ins>" in shown
    response = await ewan.send("/desk/proposals/1", do="publish")
    assert response.headers["Location"] == f"/desk/entries/{ENTRY}?told=published"
    assert SHED in desk_site.own.record(ENTRY).read_text(encoding="utf-8")
    found = await (await desk_site.client.get("/api/search?q=Zebrafinch+Shed")).json()
    assert found["results"][0]["id"] == ENTRY
    told = [f"ewan published {ENTRY}", f"ewan agreed to a proposal {ENTRY}", f"isla proposed a change {ENTRY}"]
    assert desk_site.trail()[:3] == told
    assert desk_site.desk.audit.deeds(2)[1].detail == "proposal 1 of isla: name"


async def test_nobody_publishes_their_own_proposal_an_administrator_neither(desk_site: DeskSite) -> None:
    ewan = await desk_site.curator("ewan")
    await propose(desk_site, ewan, name=SHED)
    shown = await ewan.look("/desk/proposals/1")
    assert "somebody else must publish it" in shown
    assert 'value="publish"' not in shown
    for sent in ({"do": "publish"}, {"do": "send-back", "reason": "I like it so."}):
        response = await ewan.send("/desk/proposals/1", expect=409, **sent)
        assert "You proposed this" in await response.text()
    assert SHED not in desk_site.own.record(ENTRY).read_text(encoding="utf-8")
    await ewan.send("/desk/proposals/1", do="take-back")
    assert "Taken back" in await ewan.look("/desk/proposals/1")
    assert desk_site.trail()[0] == f"ewan took a proposal back {ENTRY}"


async def test_a_proposal_is_sent_back_with_a_reason_that_its_author_reads(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    await propose(desk_site, isla, name=SHED)
    await ewan.look("/desk/proposals/1")
    response = await ewan.send("/desk/proposals/1", expect=422, do="send-back", reason=" ")
    assert "Say in a sentence why" in await response.text()
    await ewan.send("/desk/proposals/1", do="send-back", reason="The source <b>says</b> otherwise.")
    assert "<strong>1</strong> proposal of yours was sent back" in await isla.look("/desk")
    assert "Sent back to you" in await isla.look("/desk/proposals")
    assert "Sent back to you" not in await ewan.look("/desk/proposals")
    page = await isla.look("/desk/proposals/1")
    assert "The source <b>says</b> otherwise." in page
    raw = await (await desk_site.client.get("/desk/proposals/1", headers=isla.headers())).text()
    assert "<b>says" not in raw
    await ewan.send("/desk/proposals/1", expect=409, do="publish")
    assert "otherwise" not in str(desk_site.desk.audit.deeds())
    assert desk_site.trail()[0] == f"ewan sent a proposal back {ENTRY}"


async def test_a_proposal_made_stale_says_so_and_overwrites_nothing(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    await propose(desk_site, isla, name=SHED)
    await propose(desk_site, isla, provider="Another Shed Trust")
    await ewan.look("/desk/proposals/2")
    await ewan.send("/desk/proposals/2", do="publish")
    shown = await ewan.look("/desk/proposals/1")
    assert "The entry was changed after this was proposed" in shown
    assert 'value="publish"' not in shown
    response = await ewan.send("/desk/proposals/1", expect=409, do="publish")
    assert "was changed after it was proposed" in await response.text()
    text = desk_site.own.record(ENTRY).read_text(encoding="utf-8")
    assert "Another Shed Trust" in text
    assert SHED not in text
    await ewan.send("/desk/proposals/1", do="send-back", reason="Please begin anew.")


async def test_a_new_entry_and_a_check_against_the_source_wait_likewise(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    await isla.look("/desk/entries/new")
    form = form_of(desk_site, ENTRY, id="zebrafinch-shed", name=SHED, also_known_as="", retired_ids="")
    await isla.send("/desk/entries/new", **form)
    await isla.look(f"/desk/entries/{ENTRY}")
    await isla.send(f"/desk/entries/{ENTRY}/checked", edition=isla.edition)
    assert not list(desk_site.own.settings.catalogue.rglob("zebrafinch-shed.yaml"))
    assert "Last checked" in await ewan.look("/desk/proposals/2")
    assert "The new entry" in await ewan.look("/desk/proposals/1")
    await ewan.send("/desk/proposals/1", do="publish")
    assert (await desk_site.client.get("/resources/zebrafinch-shed")).status == 200


async def test_an_unchanged_form_proposes_nothing(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    assert await propose(desk_site, isla) == f"/desk/entries/{ENTRY}?told=unchanged"
    assert desk_site.desk.proposals.waiting() == []


async def test_a_form_begun_before_somebody_elses_change_is_not_proposed(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    form = form_of(desk_site, ENTRY, edition="0" * 16, name=SHED)
    await isla.look(f"/desk/entries/{ENTRY}")
    response = await isla.send(f"/desk/entries/{ENTRY}", expect=409, **form)
    assert "Somebody else changed this entry" in await response.text()
    assert desk_site.desk.proposals.waiting() == []


async def test_a_reviewer_reads_proposals_and_decides_nothing(desk_site: DeskSite) -> None:
    isla, mairi = await desk_site.curator(), await desk_site.curator("mairi")
    await propose(desk_site, isla, name=SHED)
    shown = await mairi.look("/desk/proposals/1")
    assert SHED in shown
    assert "<button" not in shown.partition("<h1>")[2]
    await mairi.send("/desk/proposals/1", expect=403, do="publish")


@pytest.mark.parametrize("number", ["9", "x", "-1", "9" * 30])
async def test_there_is_no_page_of_a_proposal_that_is_none(desk_site: DeskSite, number: str) -> None:
    await (await desk_site.curator()).look(f"/desk/proposals/{number}", expect=404)


async def propose_merge(curator: Curator) -> None:
    """Proposes to merge the entry into another."""
    await curator.look(f"/desk/entries/{ENTRY}/retire")
    response = await curator.send(f"/desk/entries/{ENTRY}/retire", edition=curator.edition, **MERGE)
    assert response.headers["Location"] == "/desk/proposals/1?told=proposed"


async def test_a_merge_waits_for_a_second_person_who_reads_why(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    await propose_merge(isla)
    assert desk_site.own.record(ENTRY).is_file()
    assert (await desk_site.client.get(f"/resources/{ENTRY}")).status == 200
    assert f"Merge {ENTRY} into" in await ewan.look("/desk/proposals")
    raw = await (await desk_site.client.get("/desk/proposals/1", headers=ewan.headers())).text()
    assert "The same &lt;b&gt;awards&lt;/b&gt;, gathered twice." in raw
    assert f"<ins>{ENTRY}</ins>" in raw, "the entry that stays takes its id in"
    await isla.send("/desk/proposals/1", expect=409, do="publish")
    await ewan.look("/desk/proposals/1")
    response = await ewan.send("/desk/proposals/1", do="publish")
    assert response.headers["Location"] == "/desk/entries/sserc?told=merged"
    led_to = await desk_site.client.get(f"/resources/{ENTRY}", allow_redirects=False)
    assert (led_to.status, led_to.headers["Location"]) == (301, "/resources/sserc")
    assert f"/desk/entries/{ENTRY}" not in await ewan.look("/desk/proposals/1"), "its page is gone"
    told = ["ewan published sserc", "ewan changed sserc", f"ewan merged {ENTRY}", f"ewan agreed to a proposal {ENTRY}"]
    assert desk_site.trail()[:4] == told


async def test_a_merge_of_an_entry_that_was_changed_meanwhile_is_not_published(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    await propose_merge(isla)
    await propose(desk_site, isla, cost_note="Dearer now.")
    await ewan.look("/desk/proposals/2")
    await ewan.send("/desk/proposals/2", do="publish")
    await ewan.look("/desk/proposals/1")
    await ewan.send("/desk/proposals/1", expect=409, do="publish")
    assert desk_site.own.record(ENTRY).is_file()
    form = await isla.look(f"/desk/entries/{ENTRY}/retire?proposal=1")
    assert 'value="sserc"' in form, "it can be taken up again"
    assert 'value="merged" checked' in form
    assert MERGE["why"] in form


async def test_a_proposal_that_was_sent_back_opens_again_on_the_entry_as_it_is_now(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    names = desk_site.desk.records.read(ENTRY).resource.also_known_as  # type: ignore[union-attr]
    await propose(desk_site, isla, cost_note="Ask the llamas.", also_known_as="\r\n".join((*names[1:], SHED)))
    await ewan.look("/desk/proposals/1")
    await ewan.send("/desk/proposals/1", do="send-back", reason="Ask somebody else.")
    await propose(desk_site, ewan, provider="Another Trust", also_known_as="\r\n".join((*names, "A third name")))
    await isla.look("/desk/proposals/2")
    await isla.send("/desk/proposals/2", do="publish")
    address = f"/desk/entries/{ENTRY}?proposal=1"
    assert f'href="{address}"' in await isla.look("/desk/proposals/1")
    form = await isla.look(address)
    assert "changes that isla proposed" in form
    assert "Ask the llamas.</textarea>" in form
    assert 'value="Another Trust"' in form, "what others changed since stays"
    shown = re.search(r'<textarea id="also_known_as"[^>]*>([^<]*)', form)
    assert shown is not None
    assert shown[1].split("\n") == [*names[1:], "A third name", SHED]


async def test_a_new_entry_that_was_taken_back_opens_again(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    await isla.look("/desk/entries/new")
    form = form_of(desk_site, ENTRY, id="zebrafinch-shed", name=SHED, also_known_as="", retired_ids="")
    await isla.send("/desk/entries/new", **form)
    assert "Take it up again" not in await isla.look("/desk/proposals/1"), "it waits, and can be published as it is"
    await isla.send("/desk/proposals/1", do="take-back")
    assert 'href="/desk/entries/new?proposal=1"' in await isla.look("/desk/proposals/1")
    page = await isla.look("/desk/entries/new?proposal=1")
    assert f'value="{SHED}"' in page
    assert 'value="zebrafinch-shed"' in page


@pytest.mark.parametrize("number", ["9", "x", "", "9" * 30])
async def test_a_form_that_names_no_proposal_of_its_entry_is_the_plain_form(desk_site: DeskSite, number: str) -> None:
    isla = await desk_site.curator()
    await propose(desk_site, isla, entry="sserc", cost_note="Ask the llamas.")
    for page in (ENTRY, f"{ENTRY}/retire", "new"):
        for query in (number, "1"):
            text = await isla.look(f"/desk/entries/{page}?proposal={query}")
            assert "Ask the llamas." not in text
            assert "proposed, on the entry" not in text


async def test_the_form_of_an_entry_tells_of_a_change_that_waits(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    await propose(desk_site, isla, name=SHED)
    page = await ewan.look(f"/desk/entries/{ENTRY}")
    assert "proposed already, and waits" in page
    assert 'href="/desk/proposals/1"' in page
    assert "proposed already" not in await ewan.look("/desk/entries/sserc")


async def test_the_second_person_reads_why_something_is_said_to_have_ended(desk_site: DeskSite) -> None:
    isla, ewan, why = await desk_site.curator(), await desk_site.curator("ewan"), "Its page of March says that it ended."
    assert ">Propose</button>" in await isla.look(f"/desk/entries/{ENTRY}/retire")
    await isla.send(f"/desk/entries/{ENTRY}/retire", expect=409, edition="0" * 16, how="ended", why=why)
    assert why not in str(desk_site.desk.audit.deeds()), "nothing was proposed"
    await isla.look(f"/desk/entries/{ENTRY}/retire")
    await isla.send(f"/desk/entries/{ENTRY}/retire", edition=isla.edition, how="ended", why=why)
    assert desk_site.desk.audit.deeds(1)[0].detail == f"proposal 1: {why}"
    assert why in await ewan.look("/desk/proposals/1")
