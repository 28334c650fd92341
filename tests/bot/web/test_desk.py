"""The curators' desk: who gets in, and what its pages show and do."""

from __future__ import annotations

import copy
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any, Literal

import pytest

from bot.corrections import CorrectionStore
from bot.desk.links import LinkState
from bot.feedback.store import Question
from bot.live_index import LiveIndex
from bot.storage import Database
from bot.submissions.submission import Submission
from bot.web import desk as desk_pages
from bot.web.desk_guard import COOKIE
from bot.web.desk_leavings import QUESTIONS_PER_PAGE
from bot.web.desk_openid import BEGIN, RETURN
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex
from tests.bot.web.at_the_desk import PASSWORD, SAME_SITE, DeskSite, opened
from tests.bot.web.running import StartSite

PAGES = sorted({route.path for route in desk_pages.ROUTES if route.method == "GET" and "{" not in route.path} - {BEGIN, RETURN})
"""All but the way to an OpenID provider and back, of which test_desk_openid.py tells."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, index_settings: Settings) -> OwnIndex:
    """A copy of the catalogue, whose index is the shared one: nothing is published here."""
    return OwnIndex(tmp_path_factory.mktemp("desk"), index_settings)


@pytest.fixture
async def desk_site(tmp_path: Path, own: OwnIndex, loaded_index: LiveIndex) -> AsyncIterator[DeskSite]:
    """A site with a store of its own."""
    changes = {"store": tmp_path / "store.sqlite", "outbox": tmp_path / "outbox"}
    site = await opened(own, copy.copy(loaded_index), trust_forwarded_for=True, **changes)
    yield site
    await site.client.close()


def left(kind: Literal["offer", "need"], reference: str, **changes: Any) -> Submission:
    """An invented offer or need."""
    now = datetime.now(UTC)
    said: dict[str, Any] = {
        "reference": reference,
        "kind": kind,
        "organisation": "Invented Sensors",
        "what": "a visit to see robots",
        "place": "Fife",
        "areas": ("Fife",),
        "topics": ("technology",),
        "contact": "hello@sensors.example.org",
        "consent": "Yes.",
        "consented_at": now,
        "expires_at": now + timedelta(days=30),
        **changes,
    }
    return Submission.model_validate(said)


# -- getting in ---------------------------------------------------------------------------------------------------------


async def test_a_site_without_a_desk_has_no_such_pages(start_site: StartSite) -> None:
    site = await start_site()
    for path in PAGES:
        assert (await site.client.get(path)).status == 404


async def test_whoever_is_not_signed_in_is_led_to_the_sign_in(desk_site: DeskSite) -> None:
    for path in [*PAGES, "/desk/entries/crest-awards", "/desk/submissions/OFF-1"]:
        if path == "/desk/sign-in":
            continue
        response = await desk_site.client.get(path, allow_redirects=False)
        wanted = "" if path == "/desk" else f"?next={path}"
        assert (response.status, response.headers["Location"]) == (303, f"/desk/sign-in{wanted}"), path


async def test_whoever_signs_in_comes_to_the_page_they_wanted(desk_site: DeskSite) -> None:
    somebody, wanted = desk_site.browser(), "/desk/questions?why=relaxed&page=2"
    led_to = (await somebody.client.get(wanted, allow_redirects=False)).headers["Location"]
    page = await somebody.look(led_to)
    assert f'name="next" value="{wanted}"' in page
    for password, status in (("wrong", 422), (PASSWORD, 303)):
        data = {"name": "isla", "password": password, "next": wanted}
        response = await somebody.client.post("/desk/sign-in", data=data, headers=SAME_SITE, allow_redirects=False)
        assert response.status == status
        assert response.headers.get("Location", wanted) == wanted
        assert status == 303 or f'value="{wanted}"' in unescape(await response.text())


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example.org",
        "//elsewhere.example.org",
        "/\\elsewhere.example.org",
        "/deskelsewhere",
        "/desk@elsewhere.example.org",
        "/desk\r\nSet-Cookie: a=b",
        "/desk/sign-in?next=/desk",
        "/desk/" + "x" * 400,
        "/privacy",
    ],
)
async def test_signing_in_leads_to_no_page_but_the_desks(desk_site: DeskSite, wanted: str) -> None:
    data = {"name": "isla", "password": PASSWORD, "next": wanted}
    response = await desk_site.client.post("/desk/sign-in", data=data, headers=SAME_SITE, allow_redirects=False)
    assert response.headers["Location"] == "/desk"


KEPT = ("/desk/entries/new", "/desk/entries/{id}", "/desk/entries/{id}/retire")
"""Forms in which much is typed: they are kept while somebody signs in again."""


async def test_no_form_is_taken_from_whoever_is_not_signed_in(desk_site: DeskSite) -> None:
    before = desk_site.own.record("crest-awards").read_bytes()
    for path in {route.path for route in desk_pages.ROUTES if route.method == "POST"} - {"/desk/sign-in"}:
        address = path.replace("{id}", "crest-awards").replace("{reference}", "OFF-1").replace("{number}", "1")
        response = await desk_site.client.post(address, data={"do": "x"}, headers=SAME_SITE, allow_redirects=False)
        led_to = (response.status, response.headers.get("Location"))
        assert led_to == ((403, None) if path in KEPT else (303, "/desk/sign-in")), path
        response = await desk_site.client.post(address, data={"do": "x"}, allow_redirects=False)
        assert (response.status, response.headers["Location"]) == (303, "/desk/sign-in"), "from elsewhere nothing is kept"
    assert desk_site.own.record("crest-awards").read_bytes() == before


async def test_signing_in_sets_a_cookie_that_no_script_reads_and_no_other_site_sends(desk_site: DeskSite) -> None:
    response = await desk_site.browser().sign_in("isla")
    assert (response.status, response.headers["Location"]) == (303, "/desk")
    cookie = response.cookies[COOKIE]
    assert COOKIE.startswith("__Host-")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert cookie["domain"] == ""
    assert int(cookie["max-age"]) == desk_site.settings.desk_hours * 3600


@pytest.mark.parametrize(("name", "password"), [("isla", "wrong"), ("nobody", PASSWORD), ("isla", ""), ("", "")])
async def test_a_wrong_password_and_an_unknown_name_are_told_alike(desk_site: DeskSite, name: str, password: str) -> None:
    browser = desk_site.browser()
    response = await browser.sign_in(name, password)
    assert response.status == 422
    assert "do not fit together" in await response.text()
    assert browser.cookie == ""
    assert desk_site.trail()[0] == "somebody could not sign in"


async def test_many_tries_at_one_account_are_slowed_down_even_from_many_addresses(desk_site: DeskSite) -> None:
    statuses = []
    for number in range(10):
        data = {"name": "isla", "password": f"guess {number}"}
        headers = {**SAME_SITE, "X-Forwarded-For": f"192.0.2.{number}"}
        statuses.append((await desk_site.client.post("/desk/sign-in", data=data, headers=headers)).status)
    assert statuses[:6] == [422] * 6
    assert statuses[6:] == [429] * 4


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example.org"},
        {"Origin": "null"},
        {"Origin": "http://[nowhere"},
        {},
    ],
)
async def test_a_form_from_another_site_is_refused(desk_site: DeskSite, headers: dict[str, str]) -> None:
    data = {"name": "isla", "password": PASSWORD}
    response = await desk_site.client.post("/desk/sign-in", data=data, headers=headers, allow_redirects=False)
    assert response.status == 403
    assert COOKIE not in response.cookies


async def test_a_form_without_the_token_of_the_session_is_refused(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    await isla.look("/desk")
    await ewan.look("/desk")
    before = desk_site.own.record("crest-awards").read_bytes()
    for token in ("", "made-up", ewan.token):
        await isla.send("/desk/entries/crest-awards/checked", expect=403, token=token)
    assert desk_site.own.record("crest-awards").read_bytes() == before


async def test_signing_out_ends_the_session_on_the_server(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    await isla.look("/desk")
    led_to = (await isla.send("/desk/sign-out")).headers["Location"]
    assert "You are signed out." in await desk_site.browser().look(led_to)
    await isla.look("/desk", expect=303)


async def test_signing_out_everywhere_ends_the_other_browsers_too(desk_site: DeskSite) -> None:
    here, there = await desk_site.curator(), await desk_site.curator()
    await here.look("/desk/account")
    await here.send("/desk/sign-out-everywhere")
    await there.look("/desk", expect=303)


async def test_a_password_is_changed_by_whoever_knows_the_present_one(desk_site: DeskSite) -> None:
    isla, new = await desk_site.curator(), "harbour thistle bicycle"
    await isla.look("/desk/account")
    await isla.send("/desk/account", expect=422, present="wrong", new=new, again=new)
    await isla.send("/desk/account", expect=422, present=PASSWORD, new=new, again="other")
    led_to = (await isla.send("/desk/account", present=PASSWORD, new=new, again=new)).headers["Location"]
    assert "Your password is changed" in await desk_site.browser().look(led_to)
    await isla.look("/desk", expect=303)
    assert (await desk_site.browser().sign_in("isla", new)).status == 303


async def test_pages_of_the_desk_are_kept_by_nobody_and_listed_nowhere(desk_site: DeskSite) -> None:
    ewan = await desk_site.curator("ewan")
    for path in PAGES:
        response = await desk_site.client.get(path, headers={"Cookie": f"{COOKIE}={ewan.cookie}"}, allow_redirects=False)
        assert response.headers["Cache-Control"] == "no-store", path
        assert "noindex" in response.headers["X-Robots-Tag"] or response.status == 303, path
    assert "noindex" in await desk_site.browser().look("/desk/sign-in")


async def test_a_curator_does_not_see_the_audit_trail_and_an_administrator_does(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    assert "Only administrators see this page" in await isla.look("/desk/audit", expect=403)
    assert "/desk/audit" not in await isla.look("/desk")
    assert "isla" in await ewan.look("/desk/audit")
    await ewan.send("/desk/audit/sign-out", account="isla")
    await isla.look("/desk", expect=303)


# -- what visitors left -------------------------------------------------------------------------------------------------


async def test_offers_and_needs_are_shown_with_what_matches_and_marked_as_answered(desk_site: DeskSite) -> None:
    desk_site.desk.submissions.save(left("offer", "OFF-AAAA"))
    desk_site.desk.submissions.save(left("need", "NEED-BBBB", organisation="Invented Primary"))
    isla = await desk_site.curator()
    overview = await isla.look("/desk")
    assert "<strong>1</strong> offer not answered" in overview
    assert "1 may match" in await isla.look("/desk/submissions")
    shown = await isla.look("/desk/submissions/OFF-AAAA")
    assert "NEED-BBBB" in shown
    assert "Both in Fife" in shown
    assert "mailto:hello@sensors.example.org" in shown
    await isla.send("/desk/submissions/OFF-AAAA", do="answered")
    assert "Marked as answered by isla" in await isla.look("/desk/submissions/OFF-AAAA")
    assert "<strong>0</strong> offers not answered" in await isla.look("/desk")
    assert desk_site.trail()[0] == "isla marked as answered OFF-AAAA"


async def test_an_offer_is_withdrawn_only_by_whoever_is_sure(desk_site: DeskSite) -> None:
    desk_site.desk.submissions.save(left("offer", "OFF-AAAA"))
    isla = await desk_site.curator()
    await isla.look("/desk/submissions/OFF-AAAA")
    await isla.send("/desk/submissions/OFF-AAAA", expect=400, do="withdraw")
    await isla.send("/desk/submissions/OFF-AAAA", do="withdraw", sure="yes")
    shown = await isla.look("/desk/submissions/OFF-AAAA")
    assert "withdrawn" in shown
    assert "sensors.example.org" not in shown


async def test_questions_stand_beside_the_entries_that_nearly_fitted(desk_site: DeskSite) -> None:
    asked = Question("unanswered", "crest awards on the moon", "find", "", {}, ("sserc",))
    desk_site.desk.questions.add(asked)
    desk_site.desk.questions.add(Question("badly-rated", "robots <b>now</b>", "find", "Fife", {}), "too far <i>away</i>")
    isla = await desk_site.curator()
    shown = await isla.look("/desk/questions")
    assert "/desk/entries/sserc" in shown
    assert "crest awards on the moon" in shown
    page = await (await desk_site.client.get("/desk/questions", headers={"Cookie": f"{COOKIE}={isla.cookie}"})).text()
    assert "<b>now" not in page
    assert "<i>away" not in page


async def test_a_question_marked_as_done_comes_back_when_it_is_asked_again_and_a_deleted_one_is_gone(desk_site: DeskSite) -> None:
    asked = Question("unanswered", "crest awards on the moon", "find", "", {}, ())
    desk_site.desk.questions.add(asked)
    isla = await desk_site.curator()
    key = (await isla.look("/desk/questions")).partition('name="key" value="')[2].partition('"')[0]
    await isla.send("/desk/questions", do="done", key=key)
    assert "on the moon" not in await isla.look("/desk/questions")
    with Database(desk_site.settings.store_path).transaction() as connection:
        connection.execute("UPDATE questions SET last_day = '2999-01-01'")
    assert "on the moon" in await isla.look("/desk/questions")
    await isla.send("/desk/questions", do="delete", key=key)
    assert desk_site.desk.questions.questions() == []


async def test_whoever_deals_with_questions_stays_where_they_are_in_the_list(desk_site: DeskSite) -> None:
    for number in range(QUESTIONS_PER_PAGE + 1):
        desk_site.desk.questions.add(Question("relaxed", f"robots and {number} badgers", "find", "", {}, ()))
    isla = await desk_site.curator()
    shown = await isla.look("/desk/questions?why=relaxed&page=2")
    sent = {name: re.findall(rf'name="{name}" value="([^"]*)"', shown)[-1] for name in ("key", "why", "page")}
    led_to = (await isla.send("/desk/questions", do="done", **sent)).headers["Location"]
    assert led_to == "/desk/questions?why=relaxed&page=2&told=done"
    shown = await isla.look(led_to)
    assert "Marked as done." in shown
    assert "robots and 1 badgers" in shown, "the second page is empty now: the last that is not is shown"
    assert '<a href="/desk/questions?why=relaxed" aria-current="page">' in shown


async def test_a_reported_mistake_leads_to_the_form_of_its_entry_and_is_settled(desk_site: DeskSite) -> None:
    store = CorrectionStore(Database(desk_site.settings.store_path), 365)
    number = store.add("crest-awards", "link", "The page is gone.")
    isla = await desk_site.curator()
    shown = await isla.look("/desk/corrections")
    assert "/desk/entries/crest-awards" in shown
    assert "The page is gone." in shown
    await isla.send("/desk/corrections", do="mended", number=str(number))
    assert store.corrections() == []
    assert "Marked as mended." in await isla.look("/desk/corrections?told=mended")
    await isla.send("/desk/corrections", expect=404, do="mended", number=str(number))
    await isla.send("/desk/corrections", expect=400, do="burnt", number="x")


async def test_links_that_do_not_work_stand_beside_their_entries(desk_site: DeskSite) -> None:
    crest = next(each for each in desk_site.index.searcher.snapshot.resources if each.id == "crest-awards")
    desk_site.desk.links.note(LinkState(crest.contact.url, "gone", "gone", "404"))
    desk_site.desk.links.note(LinkState(crest.source_url, "works"))
    isla = await desk_site.curator()
    shown = await isla.look("/desk/links")
    assert "/desk/entries/crest-awards" in shown
    assert "no such page any more" in shown
    assert "2 addresses were looked at" in shown
    assert "for 1 day." in shown
    assert "Looked at today." in shown
    assert "/desk/entries/crest-awards" not in await isla.look("/desk/links?state=moved")
    assert "<strong>1</strong> broken link" in await isla.look("/desk")
    assert "A link is broken" in await isla.look("/desk/entries?q=crest")


async def test_everybody_reads_of_an_offer_what_a_curator_wrote_in_their_own_words(desk_site: DeskSite) -> None:
    desk_site.desk.submissions.save(left("offer", "OFF-AAAA"))
    isla, address = await desk_site.curator(), "/desk/submissions/OFF-AAAA"
    await isla.look(address)
    copied = await isla.send(address, expect=422, do="describe", described="Invented Sensors would show robots.")
    assert 'id="described-mistake"' in await copied.text()
    assert "would show robots" in await copied.text(), "what was typed is kept"
    await isla.send(address, do="describe", described="Pupils see machines that sort parcels.")
    assert "Written by isla on" in await isla.look(address)
    listed = await desk_site.client.get("/schools/offers?place=Fife")
    assert "Pupils see machines that sort parcels." in await listed.text()
    await isla.send(address, do="describe", described="")
    assert "sort parcels" not in await (await desk_site.client.get("/schools/offers?place=Fife")).text()
    assert desk_site.trail()[:2] == ["isla took the description away OFF-AAAA", "isla described OFF-AAAA"]


async def test_no_visitors_words_are_kept_in_the_audit_trail(desk_site: DeskSite) -> None:
    desk_site.desk.questions.add(Question("unanswered", "a very particular question", "find", "", {}, ()))
    isla = await desk_site.curator()
    key = (await isla.look("/desk/questions")).partition('name="key" value="')[2].partition('"')[0]
    await isla.send("/desk/questions", do="delete", key=key)
    assert "particular" not in str(desk_site.desk.audit.deeds())
