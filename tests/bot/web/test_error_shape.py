"""Every error has one shape: problem details for programs, a page for people."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.web.contracts import ProblemAnswer
from tests.bot.web.running import Client, Site, StartSite

REFUSALS = [
    ("GET", "/api/nothing", None, 404),
    ("GET", "/api/resources/no-such-thing-at-all", None, 404),
    ("GET", "/api/chat", None, 405),
    ("DELETE", "/api/search", None, 405),
    ("GET", "/api/search", None, 400),
    ("GET", "/api/search?kind=nonsense", None, 400),
    ("GET", "/api/search?q=x&limit=1000", None, 400),
    ("POST", "/api/chat", {"message": ""}, 400),
    ("POST", "/api/chat", {"message": "x" * 20_000}, 413),
    ("POST", "/healthz", None, 405),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), REFUSALS)
async def test_every_refusal_of_the_api_is_problem_details(
    client: Client, method: str, path: str, body: dict[str, Any] | None, status: int
) -> None:
    response = await client.request(method, path, json=body)
    assert response.status == status
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    data = await response.json()
    problem = ProblemAnswer.model_validate(data)
    assert problem.status == status
    assert problem.type == "about:blank"
    assert problem.title
    assert problem.code
    assert len(problem.detail) > 20
    assert problem.detail.endswith((".", "?", "}"))


async def test_a_fault_of_ours_is_problem_details_too_and_never_logs_what_was_typed(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.gateway.fault = ValueError("cannot parse 'my secret question'")
    with caplog.at_level(logging.DEBUG):
        response = await site.client.post("/api/chat", json={"message": "my secret question"})
    assert response.status == 500
    assert response.content_type == "application/problem+json"
    assert (await response.json())["code"] == "fault"
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


async def test_an_index_out_of_service_is_said_to_be_so(site: Site) -> None:
    site.index.close()
    response = await site.client.get("/api/search", params={"q": "robots"})
    assert response.status == 503
    assert response.headers["Retry-After"]
    assert (await response.json())["code"] == "no-index"


async def test_the_allowed_methods_are_named(client: Client) -> None:
    response = await client.get("/api/chat")
    assert response.headers["Allow"] == "POST"
    assert "POST" in (await response.json())["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("POST", "/", 405), ("GET", "/static/none.js", 404)]
)
async def test_people_get_a_page_for_an_error(client: Client, method: str, path: str, status: int) -> None:
    response = await client.request(method, path)
    page = await response.text()
    assert response.status == status
    assert response.content_type == "text/html"
    assert f"Error {status}" in page
    assert "Go to the finder" in page


async def test_people_get_a_page_when_the_form_meets_a_fault(start_site: StartSite) -> None:
    site = await start_site()
    site.gateway.fault = RuntimeError("boom")
    response = await site.client.post("/ask", data={"message": "robots"})
    page = await response.text()
    assert response.status == 500
    assert "Something went wrong here" in page
    assert "boom" not in page


async def test_an_error_page_shows_an_address_as_text(client: Client) -> None:
    page = await (await client.get("/<script>alert(1)</script>")).text()
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("host", ["", "x:99999", "finder.example:http", "1.2.3.4:80:80"])
@pytest.mark.parametrize("path", ["/", "/directory", "/sitemap.xml", "/resources/sserc", "/api/resources/sserc"])
async def test_a_host_header_that_names_no_host_is_refused_and_is_no_fault(client: Client, host: str, path: str) -> None:
    response = await client.get(path, headers={"Host": host, "Accept": "application/ld+json"})
    assert response.status == 400
    assert "does not name this site" in await response.text()


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "multipart/form-data; boundary=a"},
        {"Content-Type": "application/x-www-form-urlencoded; charset=no-such"},
        {"Content-Type": "application/x-www-form-urlencoded", "Content-Encoding": "gzip"},
    ],
)
@pytest.mark.parametrize("path", ["/ask", "/feedback", "/resources/sserc/report", "/withdraw"])
async def test_a_body_that_is_no_form_is_refused_and_is_no_fault(client: Client, path: str, headers: dict[str, str]) -> None:
    response = await client.post(path, data=b"--a", headers=headers)
    assert response.status == 400
    assert "is no form that can be read" in await response.text()


async def test_json_that_cannot_be_unpacked_is_refused_and_is_no_fault(client: Client) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    response = await client.post("/api/chat", data=b'{"message": "hi"}', headers=headers)
    assert response.status == 400
    assert (await response.json())["code"] == "not-json"


async def test_an_entry_that_is_not_there_is_said_so_to_who_reports_a_mistake_in_it(client: Client) -> None:
    response = await client.get("/resources/nosuch/report")
    assert response.status == 404
    assert "The catalogue has nothing under “nosuch”." in await response.text()


async def test_a_form_of_more_than_16_kib_gets_a_page(client: Client) -> None:
    response = await client.post("/ask", data={"message": "x" * 20_000})
    assert response.status == 413
    assert "16 KiB" in await response.text()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff"),
        ("application/x-www-form-urlencoded; charset=nothing-known", b"what=1"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
        ("multipart/form-data", b"junk"),
    ],
)
@pytest.mark.parametrize("path", ["/ask", "/employers/offer", "/withdraw", "/resources/dyw-orkney/report", "/feedback"])
async def test_what_is_no_form_is_said_to_be_none_and_is_no_fault_of_ours(
    client: Client, path: str, kind: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    response = await client.post(path, data=body, headers={"Content-Type": kind})
    assert response.status == 400
    assert "no form that can be read" in await response.text()
    assert "Fault" not in caplog.text
