"""The pages, and the form that works without JavaScript."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from bot.texts import Texts
from bot.web.examples import examples_of
from tests.bot.web.running import Client, Site, StartSite

PAGES = ("/", "/directory", "/shortlist?id=sserc", "/data", "/privacy", "/accessibility", "/widget-demo")
EXAMPLES = examples_of(Texts.default())


class Marks(HTMLParser):
    """The elements of a page, each with its attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in {"script", "style"}:
            self.inline += data.strip()

    def field(self, name: str) -> str | None:
        """The value of the form's hidden field."""
        return next(
            attributes.get("value") for tag, attributes in self.elements if attributes.get("name") == name and tag == "input"
        )


async def text_of(client: Client, path: str) -> str:
    response = await client.get(path)
    assert response.status == 200, path
    assert response.content_type == "text/html"
    return await response.text()


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_has_no_inline_script_style_or_handler(client: Client, path: str) -> None:
    marks = Marks(await text_of(client, path))
    assert marks.inline == ""
    for tag, attributes in marks.elements:
        assert tag != "style"
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)


@pytest.mark.parametrize("path", PAGES)
async def test_every_address_on_a_page_is_there(client: Client, path: str) -> None:
    for _, attributes in Marks(await text_of(client, path)).elements:
        address = attributes.get("href") or attributes.get("src") or ""
        if address.startswith("/"):
            response = await client.get(address)
            assert response.status == 200, address


@pytest.mark.parametrize("path", PAGES)
async def test_head_gives_the_same_answer_without_the_page(client: Client, path: str) -> None:
    response = await client.head(path)
    assert response.status == 200
    assert await response.read() == b""


async def test_the_chat_page_offers_questions_of_all_three_personas(client: Client) -> None:
    marks = Marks(await text_of(client, "/"))
    offered = [
        attributes["value"] or "" for tag, attributes in marks.elements if tag == "button" and attributes.get("name") == "message"
    ]
    assert offered == [text for examples in EXAMPLES for text in examples.texts]
    assert [examples.who for examples in EXAMPLES] == ["teacher", "parent", "employer"]


async def test_each_example_is_answered_with_sourced_cards(site: Site) -> None:
    for text in [text for examples in EXAMPLES for text in examples.texts]:
        reply = await site.client.post("/api/chat", json={"conversation": None, "message": text})
        cards = [card for message in (await reply.json())["messages"] for card in message["cards"]]
        assert 1 <= len(cards) <= 3, text
        assert all(card["source_url"].startswith("http") for card in cards)


async def test_the_form_answers_without_javascript(site: Site) -> None:
    response = await site.client.post("/ask", data={"message": "free coding club in Dundee for a 9 year old", "conversation": ""})
    page = await response.text()
    assert response.status == 200
    assert "free coding club in Dundee for a 9 year old" in page
    assert page.count("<article") >= 1
    assert "Why it fits" in page


async def test_the_form_hands_the_conversation_on(site: Site) -> None:
    first = Marks(await (await site.client.post("/ask", data={"message": "science festival in Orkney"})).text())
    conversation = first.field("conversation")
    assert conversation in site.gateway.states
    response = await site.client.post("/ask", data={"message": "what about Shetland?", "conversation": conversation or ""})
    page = await response.text()
    assert Marks(page).field("conversation") == conversation
    assert site.gateway.states[conversation or ""].wishes.place == ("Shetland Islands",)


async def test_the_form_shows_only_the_last_turn(site: Site) -> None:
    first = Marks(await (await site.client.post("/ask", data={"message": "science festival in Orkney"})).text())
    data = {"message": "what about Shetland?", "conversation": first.field("conversation") or ""}
    page = await (await site.client.post("/ask", data=data)).text()
    assert "science festival in Orkney" not in page


async def test_the_form_ignores_a_conversation_that_is_none(site: Site) -> None:
    response = await site.client.post("/ask", data={"message": "kit to borrow", "conversation": "../../<x>"})
    assert response.status == 200
    assert Marks(await response.text()).field("conversation") in site.gateway.states


async def test_an_empty_form_gets_a_notice_on_the_page(client: Client) -> None:
    response = await client.post("/ask", data={"message": "   "})
    assert response.status == 400
    assert 'class="notice">The message is empty' in await response.text()


async def test_a_message_too_long_for_the_form_is_given_back_to_be_shortened(client: Client) -> None:
    response = await client.post("/ask", data={"message": "robots " * 600})
    page = await response.text()
    assert response.status == 400
    assert "at most 4,000 can be read" in page
    assert re.search(r"<textarea[^>]*>robots robots", page)


async def test_the_forms_address_alone_leads_to_the_start(client: Client) -> None:
    response = await client.get("/ask", allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"] == "/"


async def test_the_degraded_mode_is_said_on_the_page(site: Site) -> None:
    site.gateway.degraded = True
    page = await (await site.client.post("/ask", data={"message": "coding club in Dundee"})).text()
    assert "comes straight from the catalogue search" in page


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> coding club",
        '"><img src=x onerror=alert(1)> science',
        "robots' onfocus='alert(1)",
        "{{ 7 * 7 }} maths",
        "javascript:alert(1) physics",
    ],
)
async def test_what_a_visitor_types_never_becomes_markup(client: Client, hostile: str) -> None:
    page = await (await client.post("/ask", data={"message": hostile})).text()
    marks = Marks(page)
    assert marks.inline == ""
    assert "{{ 7 * 7 }}" in page or "{{" not in hostile
    for tag, attributes in marks.elements:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert attributes.get("src", "") != "x"
        assert not (attributes.get("href") or "").startswith("javascript:")


async def test_a_message_in_distress_gets_help_lines_and_no_programmes(client: Client) -> None:
    page = await (await client.post("/ask", data={"message": "I want to kill myself"})).text()
    assert "People you can talk to now" in page
    assert "<article" not in page


async def test_the_widget_page_names_the_public_address(start_site: StartSite) -> None:
    site = await start_site(public_url="https://finder.example/")
    assert '&lt;script src="https://finder.example/widget.js"' in await text_of(site.client, "/widget-demo")


EXAMPLES = examples_of(Texts.default())


async def test_the_privacy_page_states_the_minutes_that_are_set(start_site: StartSite) -> None:
    site = await start_site(conversation_minutes=25)
    assert "at most 25 minutes" in await text_of(site.client, "/privacy")
