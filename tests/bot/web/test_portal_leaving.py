"""Leaving an offer or a need in a form, and withdrawing it."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage import Database
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Submission
from bot.web import keys
from tests.bot.web.portal_visit import NEED, OFFER, PATHS, PortalSite, hidden_fields, plain, reference_on
from tests.bot.web.running import StartSite


@pytest.fixture
async def portal(start_site: StartSite, tmp_path: Path) -> PortalSite:
    store, outbox = tmp_path / "store.sqlite", tmp_path / "outbox"
    site = await start_site(store=store, outbox=outbox, submissions_per_minute=10_000)
    return PortalSite(site, store, outbox)


def stored(portal: PortalSite) -> list[Submission]:
    return SubmissionStore(Database(portal.store)).active(now=datetime(2020, 1, 1, tzinfo=UTC))


async def test_the_form_asks_what_the_chat_asks_in_its_order(portal: PortalSite) -> None:
    page = await (await portal.client.get("/employers/offer?place=Oban")).text()
    assert re.findall(r'<(?:input|textarea) id="(\w+)"', page) == list(OFFER)
    assert 'value="Oban"' in page
    assert "There is a problem" not in page
    assert "or skip" not in page


async def test_all_mistakes_are_told_at_once_and_nothing_typed_is_lost(portal: PortalSite) -> None:
    typed = {"what": "x", "organisation": "Firth & <b>Sons</b>", "place": "Atlantis", "stage": "wobbly", "contact": "my desk"}
    response = await portal.client.post("/employers/offer", data={**typed, "step": "check"})
    page = await response.text()
    assert response.status == 422
    summary = re.findall(r'<li><a href="#(\w+)">', page)
    assert summary == ["what", "sector", "place", "stage", "contact"]
    for name in summary:
        assert f'id="{name}-error"' in page
        assert re.search(rf'id="{name}"[^>]*aria-describedby="{name}-hint {name}-error"[^>]*aria-invalid="true"', page)
    assert 'value="Firth &amp; &lt;b&gt;Sons&lt;/b&gt;"' in page
    assert 'value="Atlantis"' in page
    assert "<title>Error: " in page
    assert not portal.store.exists()


async def test_too_long_an_answer_says_how_long_it_is(portal: PortalSite) -> None:
    page = await portal.post(PATHS["offer"], {**OFFER, "sector": "y" * 81, "step": "check"}, 422)
    assert "Sector must be 80 characters or fewer. You entered 81." in page


async def test_a_contact_among_the_words_is_sent_to_its_own_question(portal: PortalSite) -> None:
    page = await portal.post(PATHS["offer"], {**OFFER, "what": "A talk, ring 01632 960123", "step": "check"}, 422)
    assert "leave out e-mail addresses and phone numbers" in page


async def test_answers_are_read_back_as_they_were_understood_before_anything_is_stored(portal: PortalSite) -> None:
    page = await portal.post(PATHS["offer"], {**OFFER, "step": "check"})
    assert "Kirkcaldy (Fife)" in page
    assert "P5 to P7 (Primary)" in page
    assert "this offer is stored for 365 days" in page
    assert not portal.store.exists()
    assert portal.mails() == []


async def test_an_answer_can_be_changed(portal: PortalSite) -> None:
    fields = await portal.check_page("offer", OFFER)
    page = await portal.post(PATHS["offer"], {**fields, "step": "change"})
    assert OFFER["what"] in page
    assert "There is a problem" not in page
    assert not portal.store.exists()


async def test_a_private_address_is_pointed_out(portal: PortalSite) -> None:
    page = await portal.post(PATHS["offer"], {**OFFER, "contact": "07700 900123", "step": "check"})
    assert "might be somebody's private address or mobile" in page


async def test_without_consent_nothing_is_stored(portal: PortalSite) -> None:
    fields = await portal.check_page("offer", OFFER)
    fields.pop("consent")
    page = await portal.post(PATHS["offer"], fields, 422)
    assert "Tick “Yes” if you agree" in page
    assert hidden_fields(page)["token"] == fields["token"]
    assert not portal.store.exists()


async def test_what_is_left_is_stored_as_the_chat_stores_it(portal: PortalSite) -> None:
    reference = reference_on(await portal.leave("offer", OFFER))
    (offer,) = stored(portal)
    assert offer.reference == reference
    assert offer.kind == "offer"
    assert offer.areas == ("Fife",)
    assert offer.stages == ("primary",)
    assert offer.assets == ("people",)
    assert "electronics" in offer.topics
    assert offer.contact == OFFER["contact"]
    assert offer.consent.startswith("If you say yes, this offer is stored for 365 days")
    assert offer.may_be_listed


async def test_the_contact_is_mailed_the_number(portal: PortalSite) -> None:
    page = await portal.leave("offer", OFFER)
    (mail,) = portal.mails()
    assert f"To: {OFFER['contact']}" in mail
    assert reference_on(page) in mail
    assert "We also send it" not in page, "no server takes it from the folder"


async def test_a_mail_is_promised_where_a_server_sends_it(start_site: StartSite, tmp_path: Path) -> None:
    store, outbox = tmp_path / "store.sqlite", tmp_path / "outbox"
    nobody_there = {"smtp_host": "127.0.0.1", "smtp_port": 1, "mail_sender": "hub@example.org"}
    portal = PortalSite(await start_site(store=store, outbox=outbox, **nobody_there), store, outbox)
    assert "We also send it to the e-mail address" in await portal.leave("offer", OFFER)


async def test_a_phone_number_gets_no_mail_and_none_is_promised(portal: PortalSite) -> None:
    page = await portal.leave("need", NEED)
    assert portal.mails() == []
    assert "We also send it" not in page


async def test_a_double_click_stores_once_and_shows_the_same_number(portal: PortalSite) -> None:
    fields = await portal.check_page("offer", OFFER)
    pages = await asyncio.gather(*(portal.post(PATHS["offer"], fields) for _ in range(6)))
    assert len({reference_on(page) for page in pages}) == 1
    assert len(stored(portal)) == 1
    assert len(portal.mails()) == 1


async def test_the_same_words_left_again_on_purpose_are_a_second_offer(portal: PortalSite) -> None:
    first, second = reference_on(await portal.leave("offer", OFFER)), reference_on(await portal.leave("offer", OFFER))
    assert first != second
    assert len(stored(portal)) == 2


async def test_a_match_explains_itself_and_names_nobody(portal: PortalSite) -> None:
    await portal.leave("need", NEED)
    page = plain(await portal.leave("offer", OFFER))
    for reason in ("Both in Fife", "Subject: Electronics and sensors", "Stage: Primary", "Both speak of people"):
        assert reason in page
    assert "Inverbrae" not in page
    assert "960123" not in page
    assert NEED["what"] not in page
    assert "DYW Fife" in page


async def test_a_form_without_a_token_of_ours_is_read_back_again_and_not_stored(portal: PortalSite) -> None:
    fields = await portal.check_page("offer", OFFER)
    for token in ("", "forged", (await portal.check_page("need", NEED))["token"]):
        page = await portal.post(PATHS["offer"], {**fields, "token": token}, 422)
        assert "Please send it once more" in page
        assert hidden_fields(page)["token"] not in {"", "forged"}
        assert hidden_fields(page)["what"] == OFFER["what"]
    assert not portal.store.exists()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example.org"}])
@pytest.mark.parametrize("path", [*PATHS.values(), "/withdraw"])
async def test_a_form_of_another_site_is_refused(portal: PortalSite, path: str, headers: dict[str, str]) -> None:
    response = await portal.client.post(path, data={**OFFER, "step": "send"}, headers=headers)
    assert response.status == 403
    assert not portal.store.exists()


async def test_too_many_forms_from_one_address_are_told_to_wait(start_site: StartSite, tmp_path: Path) -> None:
    site = await start_site(store=tmp_path / "store.sqlite", outbox=tmp_path / "outbox", submissions_per_minute=1)
    assert (await site.client.post("/employers/offer", data={"step": "check"})).status == 422
    refused = await site.client.post("/employers/offer", data={"step": "check"})
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) > 0


async def test_too_large_a_form_is_refused(portal: PortalSite) -> None:
    response = await portal.client.post("/employers/offer", data={"what": "x" * 20_000})
    assert response.status == 413


async def test_a_store_that_fails_is_told_plainly_and_the_same_form_can_be_sent_again(portal: PortalSite) -> None:
    fields = await portal.check_page("offer", OFFER)
    portal.store.mkdir()
    page = await portal.post(PATHS["offer"], fields, 503)
    assert "could NOT be stored" in page
    assert portal.mails() == []
    portal.store.rmdir()
    reference_on(await portal.post(PATHS["offer"], {**hidden_fields(page), "step": "send", "consent": "yes"}))
    assert len(stored(portal)) == 1


async def withdrawn(portal: PortalSite, reference: str, status: int = 200) -> str:
    token = hidden_fields(await (await portal.client.get("/withdraw")).text())["token"]
    return await portal.post("/withdraw", {"reference": reference, "token": token}, status)


async def test_the_number_withdraws_however_it_is_typed(portal: PortalSite) -> None:
    reference = reference_on(await portal.leave("offer", OFFER))
    page = await withdrawn(portal, f" {reference.lower().replace('-', ' ')} ")
    assert f"{reference} is withdrawn" in page
    assert stored(portal) == []
    assert OFFER["contact"].encode() not in portal.store.read_bytes()
    assert "nothing in force" in await withdrawn(portal, reference, 422)


async def test_withdrawing_deletes_the_mail_that_was_not_sent_yet_and_writes_none(portal: PortalSite) -> None:
    other = {**OFFER, "contact": "desk@firthsensors.example.org"}
    await portal.leave("offer", other)
    reference = reference_on(await portal.leave("offer", OFFER))
    assert len(portal.mails()) == 2
    await withdrawn(portal, reference)
    (kept,) = portal.mails()
    assert other["contact"] in kept
    assert reference not in kept


async def test_a_form_sent_again_after_its_offer_was_withdrawn_stores_nothing(portal: PortalSite) -> None:
    fields = await portal.check_page("offer", OFFER)
    await withdrawn(portal, reference_on(await portal.post(PATHS["offer"], fields)))
    assert "This was withdrawn" in await portal.post(PATHS["offer"], fields)
    assert stored(portal) == []


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Enter a reference number"), ("OFF-1234", "has a slip in it"), ("<script>", "has a slip in it")]
)
async def test_a_number_with_a_slip_is_kept_to_be_mended(portal: PortalSite, typed: str, said: str) -> None:
    page = await withdrawn(portal, typed, 422)
    assert said in page
    assert f'value="{typed}"' in page


async def test_withdrawing_wants_a_token(portal: PortalSite) -> None:
    reference = reference_on(await portal.leave("offer", OFFER))
    await portal.post("/withdraw", {"reference": reference, "token": "forged"}, 422)
    assert len(stored(portal)) == 1


async def test_the_chats_store_and_the_portals_are_one(portal: PortalSite) -> None:
    settings = portal.client.app[keys.SETTINGS]
    assert settings.store_path == portal.store
