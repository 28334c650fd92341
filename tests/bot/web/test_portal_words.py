"""The pages for employers and schools have no words of their own, in every state that a form can be in."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from pytest_aiohttp import AiohttpClient

from bot.live_index import LiveIndex
from bot.storage import Database
from bot.submissions.store import SubmissionStore
from bot.texts import Texts
from bot.web import create_app
from knowledge.engagement import Engagement
from knowledge.settings import Settings
from tests.bot.web.own_words import marked, words_outside
from tests.bot.web.portal_visit import NEED, OFFER, PATHS, PortalSite, hidden_fields, reference_on
from tests.bot.web.running import AdvisersGateway, Site
from tests.bot.web.test_own_words import catalogue_words

PAGES = (
    *("/employers", "/employers?place=Kirkcaldy&trade=electronics", "/employers?place=Atlantis", "/employers?time=1&has=money"),
    *("/employers/networks", "/employers/networks?place=Kirkwall&trade=farming", "/schools/networks?place=Atlantis"),
    *("/schools", "/schools?place=Kirkwall", "/schools/networks?place=KY1", "/withdraw"),
    *("/employers/offer", "/schools/need", "/employers/needs", "/schools/offers?place=Fife&trade=biology"),
    "/schools/offers?place=Atlantis",
)
READ_BACK = {"place": "Kirkcaldy (Fife)", "stage": "P5 to P7 (Primary)", "need's stage": "P6 (Primary)"}
"""Answers as they are read back: what was typed with what was recognised."""


@pytest.fixture
async def portal(aiohttp_client: AiohttpClient, index_settings: Settings, loaded_index: LiveIndex, tmp_path: Path) -> PortalSite:
    """A site whose texts are marked, with a store and an outbox of its own."""
    store, outbox = tmp_path / "store.sqlite", tmp_path / "outbox"
    settings = index_settings.model_copy(update={"store": store, "outbox": outbox, "submissions_per_minute": 10_000})
    index = copy.copy(loaded_index)
    gateway = AdvisersGateway(index)
    client = await aiohttp_client(create_app(settings, index, gateway, texts=marked(Texts.default())))
    return PortalSite(Site(client, gateway, index), store, outbox)


def strange(portal: PortalSite, page: str, typed: dict[str, str] | None = None) -> list[str]:
    """The words of a page that are neither a text's nor the catalogue's, nor were typed."""
    ways = {text for way in Engagement.default().ways.values() for text in (way.title, way.time, way.minimum)}
    known = catalogue_words(portal.site.index) | {text.casefold() for text in (*ways, *(typed or {}).values())}
    whole = "\n" + "\n".join(known)

    def is_known(words: str) -> bool:
        # Summaries are cut at a word or a sentence; labels stand beside each other with commas between them.
        folded = words.casefold()
        cut = f"\n{folded.rstrip('.')}" in whole
        return folded in known or cut or all(label in known for label in folded.split(", "))

    return [words for words in words_outside(page) if not is_known(words)]


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_has_no_words_of_its_own(portal: PortalSite, path: str) -> None:
    response = await portal.client.get(path)
    assert response.status == 200
    assert strange(portal, await response.text()) == []


@pytest.mark.parametrize(("kind", "answers", "other", "theirs"), [("offer", OFFER, "need", NEED), ("need", NEED, "offer", OFFER)])
async def test_no_step_of_a_form_has_words_of_its_own(
    portal: PortalSite, kind: str, answers: dict[str, str], other: str, theirs: dict[str, str]
) -> None:
    await portal.leave(other, theirs)
    read_back = READ_BACK | {f"typed {name}": answer for name, answer in answers.items()}
    empty = await portal.post(PATHS[kind], {"step": "check"}, 422)
    wrong = await portal.post(PATHS[kind], {**answers, "what": "x", "contact": "no", "place": "Atlantis", "step": "check"}, 422)
    check = await portal.post(PATHS[kind], {**answers, "contact": "somebody@gmail.com", "step": "check"})
    fields = await portal.check_page(kind, answers)
    unticked = await portal.post(PATHS[kind], {**fields, "consent": ""}, 422)
    sent = await portal.post(PATHS[kind], fields)
    reference = reference_on(sent)
    token = hidden_fields(await (await portal.client.get("/withdraw")).text())["token"]
    unknown = await portal.post("/withdraw", {"reference": "OFF-1", "token": token}, 422)
    gone = await portal.post("/withdraw", {"reference": reference, "token": token})
    typed = read_back | {"contact of somebody": "somebody@gmail.com", "reference": reference, "slip": "OFF-1", "short": "x"}
    listed = await (await portal.client.get("/schools/offers" if kind == "need" else "/employers/needs")).text()
    for page in (empty, wrong, check, unticked, sent, unknown, gone, listed):
        assert strange(portal, page, typed) == []


async def test_a_fault_of_the_store_is_told_in_texts(portal: PortalSite) -> None:
    fields = await portal.check_page("offer", OFFER)
    portal.store.mkdir()
    page = await portal.post(PATHS["offer"], fields, 503)
    assert strange(portal, page, READ_BACK | {f"typed {name}": answer for name, answer in OFFER.items()}) == []


async def test_words_that_a_curator_wrote_are_the_only_others(portal: PortalSite) -> None:
    reference = reference_on(await portal.leave("offer", OFFER))
    assert SubmissionStore(Database(portal.store)).describe(reference, "A visit about sensors.", "desk")
    page = await (await portal.client.get("/schools/offers")).text()
    assert strange(portal, page) == ["A visit about sensors."]
