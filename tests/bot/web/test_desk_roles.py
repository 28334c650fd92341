"""Who may do what at the desk: every address with every role. A new address without a decision here fails."""

from __future__ import annotations

import re

import pytest

from bot.corrections import CorrectionStore
from bot.desk import Sessions
from bot.desk.roles import RIGHTS, ROLES, Role
from bot.storage import Database
from bot.web import desk as desk_pages
from tests.bot.web.at_the_desk import Curator, DeskSite

NOBODY, EVERYBODY, CURATORS, ADMINISTRATORS = "nobody", "everybody", "curators", "administrators"
WHO = {EVERYBODY: ROLES, CURATORS: ("curator", "administrator"), ADMINISTRATORS: ("administrator",)}
# Method and address -> who may do it. NOBODY: it needs no session, for it is the way to one.
DECISIONS = {
    ("GET", "/desk/sign-in"): NOBODY,
    ("POST", "/desk/sign-in"): NOBODY,
    ("GET", "/desk/sign-in/openid"): NOBODY,
    ("GET", "/desk/sign-in/return"): NOBODY,
    ("POST", "/desk/sign-out"): EVERYBODY,
    ("POST", "/desk/sign-out-everywhere"): EVERYBODY,
    ("GET", "/desk/account"): EVERYBODY,
    ("POST", "/desk/account"): EVERYBODY,
    ("GET", "/desk"): EVERYBODY,
    ("GET", "/desk/submissions"): EVERYBODY,
    ("GET", "/desk/submissions/{reference}"): EVERYBODY,
    ("POST", "/desk/submissions/{reference}"): EVERYBODY,
    ("GET", "/desk/questions"): EVERYBODY,
    ("POST", "/desk/questions"): EVERYBODY,
    ("GET", "/desk/corrections"): EVERYBODY,
    ("POST", "/desk/corrections"): EVERYBODY,
    ("GET", "/desk/links"): EVERYBODY,
    ("GET", "/desk/entries"): EVERYBODY,
    ("GET", "/desk/entries/{id}"): EVERYBODY,
    ("GET", "/desk/entries/new"): CURATORS,
    ("POST", "/desk/entries/new"): CURATORS,
    ("POST", "/desk/entries/{id}"): CURATORS,
    ("POST", "/desk/entries/{id}/check"): CURATORS,
    ("POST", "/desk/entries/{id}/checked"): CURATORS,
    ("GET", "/desk/entries/{id}/retire"): CURATORS,
    ("POST", "/desk/entries/{id}/retire"): CURATORS,
    ("GET", "/desk/proposals"): EVERYBODY,
    ("GET", "/desk/proposals/{number}"): EVERYBODY,
    ("POST", "/desk/proposals/{number}"): CURATORS,
    ("GET", "/desk/audit"): ADMINISTRATORS,
    ("POST", "/desk/audit/sign-out"): ADMINISTRATORS,
}
GUARDED = {route: who for route, who in DECISIONS.items() if who != NOBODY}


def signed_in_as(site: DeskSite, role: Role) -> Curator:
    """Somebody with a role."""
    name = next(each.name for each in site.desk.accounts.list() if each.role == role)
    return Curator(site.client, cookie=Sessions(Database(site.settings.store_path), 1).begin(name))


def address_of(path: str) -> str:
    """An address that there is."""
    return path.replace("{id}", "crest-awards").replace("{reference}", "OFF-1").replace("{number}", "1")


def test_every_address_of_the_desk_has_a_decision() -> None:
    assert {(route.method, route.path) for route in desk_pages.ROUTES} == set(DECISIONS)


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_may_do_what_is_decided_and_nothing_else(two_people_site: DeskSite, role: Role) -> None:
    before = two_people_site.own.record("crest-awards").read_bytes()
    for (method, path), who in GUARDED.items():
        somebody = signed_in_as(two_people_site, role)
        if method == "POST":
            await somebody.look("/desk")
            # Says nothing: whoever may do it is told of a mistake.
            response = await somebody.client.post(
                address_of(path), data={"token": somebody.token}, headers=somebody.headers(), allow_redirects=False
            )
        else:
            response = await somebody.client.get(address_of(path), headers=somebody.headers(), allow_redirects=False)
        text = await response.text()
        refused = response.status == 403 and "Your role does not allow this" in text
        assert refused == (role not in WHO[who]), f"{role}: {method} {path} answers {response.status}"
        assert response.status < 500, f"{method} {path}"
        if refused:
            assert response.headers["Cache-Control"] == "no-store"
    assert two_people_site.own.record("crest-awards").read_bytes() == before
    assert two_people_site.desk.proposals.waiting() in ([], two_people_site.desk.proposals.waiting("crest-awards"))


@pytest.mark.parametrize("role", ROLES)
async def test_the_navigation_and_the_pages_lead_only_where_a_role_may_go(two_people_site: DeskSite, role: Role) -> None:
    somebody = signed_in_as(two_people_site, role)
    pages = ["/desk", "/desk/entries", "/desk/entries/crest-awards", "/desk/account", "/desk/links"]
    for page in pages:
        text = await somebody.look(page)
        for address in set(re.findall(r'href="(/desk[^"?#]*)', text)):
            await somebody.look(address)
        forms = [dict(re.findall(r'(method|action)="([^"?]*)', tag)) for tag in re.findall(r"<form[^>]*>", text)]
        assert forms
        for form in forms:
            method, address = form["method"].upper(), form.get("action", page)
            assert _may(role, method, address), f"{page} sends a {role} to {method} {address}"


@pytest.mark.parametrize("role", ROLES)
async def test_a_reviewer_reads_an_entry_without_a_button_that_changes_it(two_people_site: DeskSite, role: Role) -> None:
    text = await signed_in_as(two_people_site, role).look("/desk/entries/crest-awards")
    assert ('value="publish"' in text) == ("publish" in RIGHTS[role])
    assert ("Reviewers read entries" in text) == (role == "reviewer")


async def test_a_reviewer_settles_what_visitors_left(two_people_site: DeskSite) -> None:
    store = CorrectionStore(Database(two_people_site.settings.store_path), 365)
    number = store.add("crest-awards", "link", "The page is gone.")
    mairi = signed_in_as(two_people_site, "reviewer")
    await mairi.look("/desk/corrections")
    await mairi.send("/desk/corrections", do="dismissed", number=str(number))
    assert two_people_site.trail()[0] == "mairi marked a correction as dismissed crest-awards"


async def test_another_role_holds_at_once(two_people_site: DeskSite) -> None:
    mairi = signed_in_as(two_people_site, "reviewer")
    await mairi.look("/desk/audit", expect=403)
    two_people_site.desk.accounts.change_role("mairi", "administrator")
    assert "ewan" in await mairi.look("/desk/audit")
    two_people_site.desk.accounts.change_role("mairi", "curator")
    await mairi.look("/desk/audit", expect=403)


def _may(role: Role, method: str, address: str) -> bool:
    fitting = [
        path for decided, path in DECISIONS if decided == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), address)
    ]
    # The address in so many words goes before one with a place to fill in.
    return bool(fitting) and role in WHO[DECISIONS[method, max(fitting, key=lambda path: path == address)]]
