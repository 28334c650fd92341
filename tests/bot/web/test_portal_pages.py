"""The pages for employers and schools: whom to turn to, ways to take part, and what the other side has left."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path

import pytest

from bot.storage import Database
from bot.submissions.store import SubmissionStore
from knowledge.places import Gazetteer
from tests.bot.web.portal_visit import NEED, OFFER, PortalSite, plain
from tests.bot.web.running import StartSite


@pytest.fixture
async def portal(start_site: StartSite, tmp_path: Path) -> PortalSite:
    store, outbox = tmp_path / "store.sqlite", tmp_path / "outbox"
    site = await start_site(store=store, outbox=outbox, submissions_per_minute=10_000)
    return PortalSite(site, store, outbox)


async def page(portal: PortalSite, path: str) -> str:
    response = await portal.client.get(path)
    assert response.status == 200
    return await response.text()


def part(text: str, heading: str) -> str:
    """The section with this id of its heading."""
    return text.split(f'id="{heading}"')[1].split("<h2")[0]


@pytest.mark.parametrize("path", ["/employers", "/schools"])
async def test_every_council_area_is_told_a_group_of_its_own_or_that_none_is_known(portal: PortalSite, path: str) -> None:
    resources = portal.site.index.searcher.snapshot.resources
    areas = {each.id: set(each.areas) for each in resources}
    heading = "contact" if path == "/employers" else "visits"
    for area in Gazetteer.default().council_areas:
        text = part(await page(portal, f"{path}?place={area.replace(' ', '+')}"), heading)
        first = re.findall(r'<h3><a href="/resources/([^"]+)">', text)[0]
        assert area in areas[first] or first == "dyw-national", f"{area}: {first}"


@pytest.mark.parametrize(
    ("place", "group"), [("KW15", "dyw-orkney"), ("Galashiels", "dyw-borders"), ("Steòrnabhagh", "dyw-outer-hebrides")]
)
async def test_a_postcode_a_town_or_a_gaelic_name_finds_the_group(portal: PortalSite, place: str, group: str) -> None:
    assert f'href="/resources/{group}"' in part(await page(portal, f"/employers?place={place}"), "contact")


async def test_an_unknown_place_is_said_at_its_field_and_kept(portal: PortalSite) -> None:
    text = await page(portal, "/employers?place=%3Cb%3EAtlantis")
    assert "We do not know “&lt;b&gt;Atlantis”" in text
    assert 'aria-invalid="true"' in text
    assert "<title>Error: " in text


async def test_ways_fit_the_time_and_what_can_be_given(portal: PortalSite) -> None:
    everything = part(await page(portal, "/employers"), "ways")
    little = part(await page(portal, "/employers?time=1&has=people"), "ways")
    assert re.findall("<h4>([^<]+)", little) == ["Give a talk about your job"]
    assert len(re.findall("<h4>", everything)) > 8
    assert re.findall("<h4>([^<]+)", part(await page(portal, "/employers?has=money"), "ways")) == ["Pay for what schools cannot"]


async def test_where_a_place_is_known_its_own_group_is_the_door(portal: PortalSite) -> None:
    text = part(await page(portal, "/employers?place=Kirkwall&has=premises"), "ways")
    assert "dyw-orkney" in text
    assert "dyw-national" not in text


async def test_where_groups_share_an_area_each_is_named_and_none_is_said_to_be_the_one(portal: PortalSite) -> None:
    groups = {"dyw-inverness-central-highland", "dyw-north-highland", "dyw-west-highland"}
    text = await page(portal, "/employers?place=Portree&has=premises")
    assert "each in a part of this area" in part(text, "contact")
    for heading in ("contact", "ways"):
        assert groups <= set(re.findall(r'href="/resources/([^"]+)"', part(text, heading)))
    assert "This group brings" in part(await page(portal, "/employers?place=Kirkwall"), "contact")


async def test_what_was_typed_goes_along_to_the_lists(portal: PortalSite) -> None:
    links = html.unescape(await page(portal, "/employers?place=KY1+1NE&trade=farming+%26+food"))
    for path in ("needs", "networks"):
        assert f'href="/employers/{path}?place=KY1%201NE&trade=farming%20%26%20food"' in links


async def test_what_serves_another_area_alone_is_not_shown(portal: PortalSite) -> None:
    resources = portal.site.index.searcher.snapshot.resources
    for path in ("/employers?place=Lerwick", "/schools?place=Lerwick"):
        shown = set(re.findall(r'href="/resources/([^"]+)"', await page(portal, path)))
        for each in resources:
            if each.id in shown:
                assert each.is_national or "Shetland Islands" in each.areas, each.id


async def test_networks_of_the_trade_come_first(portal: PortalSite) -> None:
    text = part(await page(portal, "/employers?trade=salmon+farming"), "around").split('id="networks"')[1]
    first = re.findall(r'href="/resources/([^"]+)"', text)[0]
    assert first == "women-in-scottish-aquaculture"


async def test_odd_values_in_the_address_do_no_harm(portal: PortalSite) -> None:
    await page(portal, "/employers?time=99&has=gold&has=people&trade=%00%ff&place=" + "x" * 3000)


async def test_needs_near_by_are_listed_without_whose_they_are(portal: PortalSite) -> None:
    await portal.leave("need", NEED)
    await portal.leave("need", {**NEED, "place": "Lerwick", "what": "A loan of a telescope for astronomy"})
    await portal.leave("need", {**NEED, "place": "anywhere in Scotland", "what": "Someone to talk about farming"})
    near = await page(portal, "/employers/needs?place=Kirkcaldy")
    assert "2 requests" in near
    words = plain(near)
    assert "Electronics and sensors" in words
    assert "Both in Fife" in words
    assert "Shetland" not in words
    assert words.index("Electronics and sensors") < words.index("Anywhere in Scotland Left in")
    assert "3 requests" in await page(portal, "/employers/needs")
    for secret in ("Inverbrae", "960123", "25 pupils", "telescope for", "NEED-"):
        assert secret not in await page(portal, "/employers/needs")


async def test_schools_see_offers_and_employers_see_none(portal: PortalSite) -> None:
    await portal.leave("offer", OFFER)
    assert "1 offer," in await page(portal, "/schools/offers?place=KY1")
    assert "0 requests" in await page(portal, "/employers/needs")


async def test_what_was_left_under_older_words_of_consent_is_counted_but_not_shown(portal: PortalSite) -> None:
    await portal.leave("offer", OFFER)
    store = SubmissionStore(Database(portal.store))
    (offer,) = store.active("offer")
    store.save(offer.model_copy(update={"reference": "OFF-2222-2222-2222", "consent_version": "2026-1"}))
    text = await page(portal, "/schools/offers")
    assert "1 offer," in text
    assert "1 more cannot be shown here" in text


async def test_a_curators_line_is_shown_where_its_giver_agreed_to_such_a_line(portal: PortalSite) -> None:
    await portal.leave("offer", OFFER)
    store = SubmissionStore(Database(portal.store))
    (offer,) = store.active("offer")
    store.save(offer.model_copy(update={"reference": "OFF-2222-2222-2222", "consent_version": "2026-2"}))
    for reference in (offer.reference, "OFF-2222-2222-2222"):
        assert store.describe(reference, "Visitors who <b>show</b> sensors", "desk")
    text = await page(portal, "/schools/offers")
    assert text.count("Visitors who &lt;b&gt;show&lt;/b&gt; sensors") == 1
    assert "2 offers" in text
    assert "desk" not in plain(text.split("<main")[1].split("</main")[0])


async def test_each_one_says_why_it_is_shown(portal: PortalSite) -> None:
    await portal.leave("need", {**NEED, "place": "Dundee"})
    await portal.leave("need", {**NEED, "place": "anywhere in Scotland"})
    assert "Why it is shown Neighbours: both served by DYW Tay Cities" in plain(
        await page(portal, "/employers/needs?place=Angus")
    )
    assert "Why it is shown Anywhere in Scotland" in plain(await page(portal, "/employers/needs?place=Kirkwall"))


async def test_of_those_equally_near_the_ones_of_the_trade_come_first_and_say_so(portal: PortalSite) -> None:
    await portal.leave("need", NEED)
    await portal.leave("need", {**NEED, "what": "Someone to talk to 25 pupils about farming"})
    text = plain(await page(portal, "/employers/needs?place=Fife&trade=we+make+circuit+boards"))
    assert "Why it is shown Both in Fife Subject: Electronics and sensors" in text
    assert text.index("Subject: Electronics") < text.index("About Farming and land-based")
    await portal.leave("offer", {**OFFER, "what": "Two people who can visit a class and talk about farming"})
    assert "Subject: Farming and land-based" in plain(await page(portal, "/schools/offers?trade=agriculture"))


@pytest.mark.parametrize("section", ["employers", "schools"])
async def test_every_area_has_a_lead_contact_on_the_page_of_networks(portal: PortalSite, section: str) -> None:
    areas = (await page(portal, f"/{section}/networks")).split('id="areas"')[1]
    resources = {each.id: each for each in portal.site.index.searcher.snapshot.resources}
    rows = dict(re.findall(r"<dt><a[^>]*>([^<]+)</a>(.*?)</div>", areas, re.DOTALL))
    assert list(rows) == list(Gazetteer.default().council_areas)
    for area, row in rows.items():
        first = re.findall(r'href="/resources/([^"]+)"', row)[0]
        assert "Lead contact" in row
        assert "dyw-national" in resources[first].part_of
        assert area in resources[first].areas


async def test_each_network_says_what_it_is_for_whom_and_how_to_join(portal: PortalSite) -> None:
    text = await page(portal, "/employers/networks?place=Dumfries")
    by_id = {each.id: each for each in portal.site.index.searcher.snapshot.resources}
    items = re.split(r"<li>\s*<h3>", text.split('id="areas"')[0])[1:]
    assert len(items) > 12
    for item in items:
        resource = by_id[re.findall(r'href="/resources/([^"]+)"', item)[0]]
        words = plain(item)
        assert resource.status != "ended"
        assert resource.is_national or "Dumfries and Galloway" in resource.areas
        assert "Employers" in words
        assert "Join through Website" in words
        assert f'href="{html.escape(resource.contact.url)}"' in item
        assert ("still runs" in words) == (resource.status == "unknown")
        assert resource.employer_offer is None or " ".join(resource.employer_offer.split()) in words


async def test_networks_near_by_and_of_the_trade_come_first(portal: PortalSite) -> None:
    text = await page(portal, "/employers/networks?place=Hawick&trade=salmon+farming")
    near = re.findall(r'<h3><a href="/resources/([^"]+)"', text.split('id="near"')[1].split("</section")[0])
    national = re.findall(r'<h3><a href="/resources/([^"]+)"', text.split('id="national"')[1].split("</section")[0])
    assert near[0] == "dyw-borders"
    assert {"borders-regional-stem-hub", "south-scotland-skills-learning-network"} <= set(near)
    assert national[0] == "women-in-scottish-aquaculture"
    assert "(you are here)" in text


async def test_a_network_with_a_website_alone_names_whom_it_is_run_by_with_a_mailbox_or_number(portal: PortalSite) -> None:
    text = await page(portal, "/employers/networks")
    item = text.split('href="/resources/apprentice-ambassador-network"')[1].split("<li>\n  <h3>")[0]
    assert 'href="/resources/skills-development-scotland"' in item
    assert "tel:" in item


async def test_a_list_that_cannot_be_read_says_so(portal: PortalSite) -> None:
    portal.store.mkdir()
    response = await portal.client.get("/employers/needs")
    assert response.status == 503
    assert "cannot be read just now" in await response.text()


@pytest.mark.parametrize(
    "path",
    [
        "/employers?place=Glasgow",
        "/schools?place=Inverness",
        "/employers/offer",
        "/schools/need",
        "/employers/needs",
        "/employers/networks?place=Glasgow",
        "/schools/networks",
        "/withdraw",
    ],
)
async def test_a_page_is_light(portal: PortalSite, path: str) -> None:
    text = await page(portal, path)
    assert len(gzip.compress(text.encode())) < 100_000
    assert text.count("<h1") == 1
    assert " style=" not in text


async def test_the_navigation_names_both_sides(portal: PortalSite) -> None:
    text = await page(portal, "/employers")
    assert '<a href="/employers" aria-current="page">Employers</a>' in text
    assert '<a href="/schools">Schools</a>' in text
