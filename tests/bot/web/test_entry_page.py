"""GET /resources/{id}: the page of one entry."""

from __future__ import annotations

import html
import json
import re

from bot.web.entry_page import json_ld_text
from tests.bot.web.running import Client, Site


async def test_an_entry_has_a_page_with_facts_contact_source_and_a_way_to_ask_on(site: Site) -> None:
    page = html.unescape(await (await site.client.get("/resources/crest-awards")).text())
    resource = site.index.searcher.snapshot.resources[site.index.searcher.by_id["crest-awards"]]
    assert f"<h1>{resource.name}</h1>" in page
    assert resource.summary in page
    assert f'href="{resource.contact.url}"' in page
    assert f'href="{resource.source_url}"' in page
    assert "Looked up on" in page
    assert 'href="/?ask=Tell%20me%20more%20about%20' in page


async def test_every_entry_has_a_page(site: Site) -> None:
    for resource in site.index.searcher.snapshot.resources[::25]:
        response = await site.client.get(f"/resources/{resource.id}")
        assert response.status == 200, resource.id
        assert html.escape(resource.name, quote=False).replace("'", "&#39;")[:20] in await response.text()


async def test_the_page_holds_the_entry_as_schema_org_data_that_the_policy_lets_stand(site: Site) -> None:
    response = await site.client.get("/resources/crest-awards")
    text = re.findall(r'<script type="application/ld\+json">(.*?)</script>', await response.text(), re.DOTALL)
    data = json.loads(text[0])
    assert data["identifier"] == "crest-awards"
    assert data["@id"].endswith("/resources/crest-awards")
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


async def test_a_name_cannot_end_the_script_element(site: Site) -> None:
    resource = site.index.searcher.snapshot.resources[0]
    hostile = resource.model_copy(update={"name": "</script><b>&x"})
    text = str(json_ld_text(hostile, "https://finder.example/x"))
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><b>&x"


async def test_a_retired_id_leads_for_good_to_the_entry_that_took_it_in(site: Site) -> None:
    merged = next(resource for resource in site.index.searcher.snapshot.resources if resource.retired_ids)
    response = await site.client.get(f"/resources/{merged.retired_ids[0]}", allow_redirects=False)
    assert response.status == 301
    assert response.headers["Location"] == f"/resources/{merged.id}"


async def test_an_unknown_id_gets_a_page_with_ids_like_it_and_the_directory(client: Client) -> None:
    response = await client.get("/resources/crest-award")
    page = await response.text()
    assert response.status == 404
    assert 'href="/resources/crest-awards"' in page
    assert 'href="/directory"' in page


async def test_entries_that_belong_to_it_are_linked_each_once(site: Site) -> None:
    parent = next(each for each in site.index.searcher.snapshot.resources if each.part_of).part_of[0]
    children = [each.id for each in site.index.searcher.snapshot.resources if parent in each.part_of]
    page = await (await site.client.get(f"/resources/{parent}")).text()
    related = re.findall(r'<li><a href="/resources/([^"]+)">', page)
    assert set(children[:3]) <= set(related)
    assert len(related) == len(set(related))


async def test_words_from_a_link_stand_in_the_question_box(client: Client) -> None:
    page = await (await client.get("/?ask=Tell%20me%20about%20%3Cb%3E%00SSERC")).text()
    assert ">Tell me about &lt;b&gt;SSERC</textarea>" in page
