"""What nobody types in a browser, and what some paste into one: the desk refuses or tidies it without a fault of its own."""

from __future__ import annotations

import pytest

from bot.texts import Texts
from bot.web import desk as desk_pages
from tests.bot.web.at_the_desk import SAME_SITE, DeskSite
from tests.bot.web.test_desk_entries import form_of
from tests.bot.web.test_desk_roles import address_of

DAMAGED = {
    "no boundary": (b"anything", "multipart/form-data"),
    "no part": (b"anything", "multipart/form-data; boundary=x"),
    "a part without a name": (
        b"--x\r\nContent-Disposition: form-data\r\n\r\nhello\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "an unknown charset": (b"a=b", "application/x-www-form-urlencoded; charset=nonsense"),
}
OTHER_FORMS = ("/ask", "/feedback", "/withdraw", "/employers/offer", "/resources/crest-awards/report")
LONG = "words and more words " * 10
"""Long enough to be wrapped in the file, where YAML cannot write a character as an escape."""


@pytest.mark.parametrize("how", DAMAGED)
async def test_a_damaged_form_is_refused_at_every_address_that_takes_one(two_people_site: DeskSite, how: str) -> None:
    body, content_type = DAMAGED[how]
    ewan = await two_people_site.curator("ewan")
    desk_forms = [address_of(route.path) for route in desk_pages.ROUTES if route.method == "POST"]
    for path in [*desk_forms, *OTHER_FORMS]:
        headers = {**ewan.headers(), "Content-Type": content_type}
        response = await two_people_site.client.post(path, data=body, headers=headers, allow_redirects=False)
        assert response.status == 400, f"{path}: {response.status}"
        assert Texts.default().say("error_no_form") in await response.text(), path


async def test_a_form_that_is_too_large_is_refused_with_the_desks_own_limit(two_people_site: DeskSite) -> None:
    isla = await two_people_site.curator()
    await isla.look("/desk/entries/crest-awards")
    form = form_of(two_people_site, "crest-awards", edition=isla.edition, summary="x" * 70_000)
    page = await (await isla.send("/desk/entries/crest-awards", expect=413, **form)).text()
    assert "larger than 64 KiB" in page


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x7f", "\x85", "\u202e"])
async def test_control_characters_are_left_out_of_what_is_typed(two_people_site: DeskSite, character: str) -> None:
    isla, address = await two_people_site.curator(), "/desk/entries/crest-awards"
    await isla.look(address)
    pasted = {"cost_note": f"{LONG}a{character}b", "also_known_as": f"CREST{character}"}
    led_to = await isla.send(address, **form_of(two_people_site, "crest-awards", edition=isla.edition, **pasted))
    number = int(led_to.headers["Location"].partition("?")[0].rpartition("/")[2])
    proposal = two_people_site.desk.proposals.get(number)
    assert proposal is not None
    assert proposal.after["cost_note"] == f"{LONG}ab"
    assert proposal.after["also_known_as"] == ["CREST"]
    await isla.send(f"/desk/proposals/{number}", do="take-back")


@pytest.mark.parametrize("resource_id", ["x" * 81, "x" * 300])
async def test_an_id_that_is_too_long_is_a_mistake_and_names_no_page(two_people_site: DeskSite, resource_id: str) -> None:
    isla = await two_people_site.curator()
    await isla.look(f"/desk/entries/{resource_id}", expect=404)
    await isla.look("/desk/entries/new")
    form = form_of(two_people_site, "crest-awards", id=resource_id, name="Zebrafinch Wobble Awards")
    page = await (await isla.send("/desk/entries/new", expect=422, **form)).text()
    assert 'id="id-mistake"' in page
    assert "Write at most 80 characters." in page


@pytest.mark.parametrize("number", ["²", "-1", "x", "9" * 30, ""])
async def test_a_report_that_cannot_be_is_refused(two_people_site: DeskSite, number: str) -> None:
    mairi = await two_people_site.curator("mairi")
    await mairi.look("/desk/corrections")
    await mairi.send("/desk/corrections", expect=400, do="mended", number=number)


async def test_only_accounts_are_signed_out_and_named_in_the_trail(two_people_site: DeskSite) -> None:
    ewan = await two_people_site.curator("ewan")
    await ewan.look("/desk/audit")
    await ewan.send("/desk/audit/sign-out", expect=404, account="nobody we know")
    assert "nobody we know" not in " ".join(two_people_site.trail())
    await ewan.send("/desk/audit/sign-out", account="isla")
    assert two_people_site.trail()[0] == "ewan signed out everywhere isla"


async def test_a_form_with_a_name_and_no_password_lets_nobody_in(two_people_site: DeskSite) -> None:
    response = await two_people_site.client.post("/desk/sign-in", data={"name": "isla"}, headers=SAME_SITE, allow_redirects=False)
    assert response.status == 422
