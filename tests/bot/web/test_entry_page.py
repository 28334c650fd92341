"""GET /resources/{id}: the page of one entry."""

from __future__ import annotations

import html
import json
import re

from bot.texts import Texts
from bot.web.entry_names import ids_by_name, slug
from bot.web.entry_near import local_areas, near_by
from bot.web.entry_page import facts_shown, json_ld_text
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


async def test_no_page_of_an_entry_speaks_as_somebody(site: Site) -> None:
    by_id = {each.id: each for each in site.index.searcher.snapshot.resources}
    for resource in by_id.values():
        own = [fact.value for fact in facts_shown(resource, by_id, Texts.default()) if fact.label in ("Still running", "When")]
        assert own
        assert not re.search(r"\bI\b|\bI'", " ".join(own)), resource.id


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


async def test_an_id_like_no_other_is_not_said_to_mean_something(client: Client) -> None:
    response = await client.get("/resources/nonsense-thing")
    page = await response.text()
    assert response.status == 404
    assert "Did you mean" not in page
    assert 'href="/directory"' in page


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


async def test_a_former_name_as_an_address_leads_for_good_to_the_entry(site: Site) -> None:
    resources = site.index.searcher.snapshot.resources
    meant = ids_by_name(resources)
    renamed = [(name, each.id) for each in resources for name in each.also_known_as if meant.get(slug(name)) == (each.id,)]
    checked = 0
    for name, wanted in renamed:
        if slug(name) not in site.index.searcher.by_id:
            response = await site.client.get(f"/resources/{slug(name)}", allow_redirects=False)
            assert (response.status, response.headers["Location"]) == (301, f"/resources/{wanted}"), name
            checked += 1
        if checked == 10:
            break
    assert checked == 10


async def test_a_name_that_several_entries_had_leads_to_none_and_names_them_all(site: Site) -> None:
    ids = site.index.searcher.by_id
    name, wanted = next(
        (name, each)
        for name, each in ids_by_name(site.index.searcher.snapshot.resources).items()
        if len(each) > 1 and name not in ids
    )
    response = await site.client.get(f"/resources/{name}", allow_redirects=False)
    assert response.status == 404
    page = await response.text()
    assert "Did you mean" in page
    assert re.findall(r'<li><a href="/resources/([^"]+)">', page) == list(wanted)


async def test_near_by_are_entries_for_the_same_area_and_subject_not_told_already(site: Site) -> None:
    resources = site.index.searcher.snapshot.resources
    by_id = {each.id: each for each in resources}
    local = next(each for each in resources if local_areas(each) and near_by(each, resources, ()))
    page = await (await site.client.get(f"/resources/{local.id}")).text()
    section = page.split("Near by, on the same subject", 1)[1].split("</section>", 1)[0]
    near = re.findall(r'<li><a href="/resources/([^"]+)">', section)
    assert near
    for each in near:
        assert set(by_id[each].areas) & set(local_areas(local))
        assert set(by_id[each].topics) & set(local.topics)
    assert len(set(near) | {local.id}) == len(near) + 1


async def test_what_serves_all_of_scotland_has_nothing_near_by(site: Site) -> None:
    national = next(each for each in site.index.searcher.snapshot.resources if each.areas == ("Scotland",))
    assert near_by(national, site.index.searcher.snapshot.resources, ()) == []
