"""The desk's pages about people and their proposals have no words of their own."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.live_index import LiveIndex
from bot.texts import Texts
from bot.web.desk_openid import BEGIN
from bot.web.desk_sign_in import TOLD
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex
from tests.bot.web.at_the_desk import SAME_SITE, Curator, DeskSite, opened
from tests.bot.web.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from tests.bot.web.own_words import marked, words_outside
from tests.bot.web.test_desk_openid import Browser
from tests.bot.web.test_desk_words import strange

NAME, REASON, SHED = "Invented account", "The source says otherwise.", "Zebrafinch Shed"
COMMAND = "stemfinder curators"


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """A provider that answers."""
    async with running_provider() as running:
        yield running


@pytest.fixture
async def desk_site(
    tmp_path: Path, index_settings: Settings, loaded_index: LiveIndex, provider: Provider
) -> AsyncIterator[DeskSite]:
    """A site whose texts are marked, with a provider and with a proposal in each state."""
    wanted = Settings.model_validate(
        {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET, "oidc_name": NAME}
    )
    changes = {name: getattr(wanted, name) for name in ("oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_name")}
    own, texts = OwnIndex(tmp_path, index_settings), marked(Texts.default())
    site = await opened(own, copy.copy(loaded_index), texts=texts, desk_two_people=True, **changes)
    site.desk.accounts.change_email("isla", "isla@desk.example.org")
    record, sserc = site.desk.records.read("crest-awards"), site.desk.records.read("sserc")
    assert record is not None
    assert sserc is not None
    crest, proposals = record.resource, site.desk.proposals
    wanted_change = crest.model_copy(update={"name": SHED, "cost_note": None, "rural_note": SHED})
    numbers = [proposals.add(record, wanted_change, who) for who in ("isla", "ewan", "isla", "isla")]
    proposals.add(None, crest.model_copy(update={"id": "zebrafinch-shed", "name": SHED}), "isla")
    proposals.add(None, crest.model_copy(update={"name": SHED}), "isla")
    proposals.add_merge(record, sserc.resource, "isla", REASON)
    proposals.send_back(proposals.add_merge(record, sserc.resource, "isla", REASON), "ewan", REASON)
    proposals.send_back(numbers[2], "ewan", REASON)
    proposals.take_back(numbers[3], "isla")
    yield site
    await site.client.close()


def strange_here(site: DeskSite, page: str) -> list[str]:
    """The words of a page that are nobody's."""
    return strange(site, page, NAME, REASON, SHED, COMMAND, "mairi", "zebrafinch-shed")


async def test_no_page_about_people_has_words_of_its_own(desk_site: DeskSite) -> None:
    for name in ("ewan", "isla", "mairi"):
        somebody = await desk_site.curator(name)
        for path in ("/desk", "/desk/account", "/desk/entries/crest-awards", "/desk/entries"):
            assert strange_here(desk_site, await somebody.look(path)) == [], f"{name} at {path}"
        if name != "mairi":
            for path in ("/desk/entries/crest-awards?proposal=3", "/desk/entries/crest-awards/retire?proposal=8"):
                assert strange_here(desk_site, await somebody.look(path)) == [], f"{name} at {path}"
        status = 200 if name == "ewan" else 403
        assert strange_here(desk_site, await somebody.look("/desk/audit", expect=status)) == [], name
    mairi = await desk_site.curator("mairi")
    assert strange_here(desk_site, await mairi.look("/desk/entries/new", expect=403)) == []


async def test_no_page_of_a_proposal_has_words_of_its_own(desk_site: DeskSite) -> None:
    for name in ("ewan", "isla", "mairi"):
        somebody = await desk_site.curator(name)
        for path in (
            "",
            *(f"/{number}" for number in range(1, 9)),
            "/1?told=proposed",
            "/3?told=sent-back",
            "/4?told=taken-back",
        ):
            page = await somebody.look(f"/desk/proposals{path}")
            # The words of an entry stand in pieces there.
            known = " ".join(f"{SHED} {desk_site.own.record('crest-awards').read_text(encoding='utf-8')}".split()).casefold()
            assert [words for words in strange_here(desk_site, page) if words.casefold() not in known] == [], path
    ewan = await desk_site.curator("ewan")
    await ewan.look("/desk/proposals/2")
    for number, do, status in (
        (1, "send-back", 422),
        (1, "", 400),
        (1, "take-back", 409),
        (2, "publish", 409),
        (3, "publish", 409),
    ):
        page = await (await ewan.send(f"/desk/proposals/{number}", expect=status, do=do)).text()
        known = " ".join(f"{SHED} {desk_site.own.record('crest-awards').read_text(encoding='utf-8')}".split()).casefold()
        assert [words for words in strange_here(desk_site, page) if words.casefold() not in known] == [], do


async def test_nothing_is_said_in_other_words_to_whoever_signs_in_or_cannot(desk_site: DeskSite, provider: Provider) -> None:
    browser, client = Browser(desk_site.client), desk_site.client
    pages = [await browser.look("/desk/sign-in"), await (await browser.sign_in_there(provider)).text()]
    provider.claims = {"nonce": "made-up"}
    pages.append(await (await browser.sign_in_there(provider)).text())
    provider.claims = {"sub": "another", "email_verified": False}
    pages.append(await (await browser.sign_in_there(provider)).text())
    pages.append(await (await browser.come_back(state="made-up")).text())
    pages.append(await (await Curator(client).sign_in("isla", "wrong")).text())
    pages.append(await (await client.post("/desk/sign-in", data={"name": "isla"})).text())
    pages.append(await (await client.post("/desk/entries/new", data={}, headers=SAME_SITE)).text())
    pages += [await (await client.get(f"/desk/sign-in?told={told}")).text() for told in TOLD]
    pages += [await (await client.get(BEGIN, allow_redirects=False)).text() for _ in range(8)][-1:]
    isla = await desk_site.curator()
    await isla.look("/desk/account")
    for sent in ({"present": "wrong"}, {}):
        pages.append(await (await isla.send("/desk/account", expect=422, **sent)).text())
    pages.append(await (await client.post("/desk/account", data={"token": "x"}, headers=isla.headers())).text())
    for page in pages:
        assert [words for words in words_outside(page) if words not in (NAME, "isla", "ewan")] == []
