"""GET /shortlist: a list that lives in its address."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

from bot.conversation.mailing import LONGEST_MAIL
from bot.web.keeping import LONGEST_LIST
from tests.bot.web.running import Client, Site


def cards(page: str) -> list[str]:
    """Ids of the cards, in their order."""
    return re.findall(r'<h3><a href="/resources/([^"?]+)(?:\?[^"]*)?">', page)


def mail(page: str) -> dict[str, list[str]]:
    """What the mail would hold."""
    link = re.search(r'href="(mailto:[^"]+)"', page)
    assert link
    address = html.unescape(link[1])
    assert urlsplit(address).path == "", "the mail is addressed to somebody"
    return parse_qs(urlsplit(address).query, strict_parsing=True)


async def test_entries_stand_in_the_order_of_the_address_each_once(client: Client) -> None:
    response = await client.get("/shortlist?id=sserc&id=crest-awards&id=sserc")
    assert response.headers["Cache-Control"] == "no-store"
    assert cards(await response.text()) == ["sserc", "crest-awards"]


async def test_what_is_not_there_is_left_out_and_said(client: Client) -> None:
    page = await (await client.get("/shortlist?id=sserc&id=gone&id=%3Cscript%3E")).text()
    assert cards(page) == ["sserc"]
    assert "2 entries of this list are no longer in the catalogue" in page


async def test_a_retired_id_gives_the_entry_that_took_it_in(site: Site) -> None:
    merged = next(resource for resource in site.index.searcher.snapshot.resources if resource.retired_ids)
    page = await (await site.client.get(f"/shortlist?id={merged.retired_ids[0]}&id={merged.id}")).text()
    assert cards(page) == [merged.id]


async def test_an_empty_list_says_how_to_fill_it(client: Client) -> None:
    page = await (await client.get("/shortlist")).text()
    assert "nothing on this list" in page
    assert "mailto:" not in page


async def test_the_mail_names_the_entries_their_contacts_and_the_lists_address(site: Site) -> None:
    page = await (await site.client.get("/shortlist?id=sserc&id=crest-awards")).text()
    text = mail(page)["body"][0]
    for resource_id in ("sserc", "crest-awards"):
        resource = site.index.searcher.snapshot.resources[site.index.searcher.by_id[resource_id]]
        assert resource.name in text
        assert resource.contact.url in text
    assert "/shortlist?id=sserc&id=crest-awards" in text


async def test_a_long_list_is_cut_to_what_a_page_and_a_mail_can_hold(site: Site) -> None:
    every = [resource.id for resource in site.index.searcher.snapshot.resources][: LONGEST_LIST + 5]
    page = await (await site.client.get("/shortlist?" + "&".join(f"id={each}" for each in every))).text()
    assert len(cards(page)) == LONGEST_LIST
    assert len(mail(page)["body"][0]) <= LONGEST_MAIL
