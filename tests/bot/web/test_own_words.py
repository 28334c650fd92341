"""The pages' own words stand in bot/texts alone, so that another language is another folder and nothing else."""

from __future__ import annotations

import copy
import re

import pytest
from pytest_aiohttp import AiohttpClient

from bot.live_index import LiveIndex
from bot.texts import Texts
from bot.web import create_app
from knowledge.places import Gazetteer
from knowledge.provision import load_tiles
from knowledge.settings import Settings
from knowledge.vocabulary import Vocabulary
from tests.bot.web.own_words import marked, words_of, words_of_cards, words_outside
from tests.bot.web.running import AdvisersGateway

PAGES = (
    "/",
    "/accessibility",
    "/privacy",
    "/widget-demo",
    "/directory?page=2&kept=sserc,crest-awards",
    "/directory?page=400",
    "/directory?view=map&topic=computing",
    "/resources/sserc?kept=sserc",
    "/resources/crest-awards/report",
    "/resources/crest-awards/report?sent=1",
    "/shortlist",
    "/shortlist?id=sserc&id=crest-awards&id=gone",
    "/provision?lens=rural&stage=primary&topic=energy",
    "/provision/national?topic=space",
    "/provision/gaps?lens=island",
    "/provision/gaps?page=2",
    "/provision/gaps?page=400",
    "/provision/duplicates",
    "/provision/duplicates?area=Moray",
    "/provision/areas/highland?lens=early-years",
    "/provision/areas/orkney-islands",
)


def test_a_word_in_a_template_is_found() -> None:
    page = '<p title="Ask">⟦See the <a href="/">⟦list⟧</a>⟧ of all <b>24 November 2026</b><script>var x</script></p>'
    assert list(words_outside(page)) == ["Ask", "of all"]


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_has_no_words_of_its_own_besides_the_catalogues(
    address: str, aiohttp_client: AiohttpClient, index_settings: Settings, loaded_index: LiveIndex
) -> None:
    index = copy.copy(loaded_index)
    gateway = AdvisersGateway(index)
    client = await aiohttp_client(create_app(index_settings, index, gateway, texts=marked(Texts.default())))
    response = await client.get(address)
    assert response.status == 200
    known = catalogue_words(index)
    strange = [words for words in words_outside(await response.text()) if words.casefold() not in known]
    assert strange == []


@pytest.mark.parametrize("query", ["place=Narnia", "stage=zzz", "stage=primry", f"q={'x' * 5000}"])
async def test_what_the_directory_refuses_it_refuses_in_words_of_its_own(
    query: str, aiohttp_client: AiohttpClient, index_settings: Settings, loaded_index: LiveIndex
) -> None:
    index = copy.copy(loaded_index)
    client = await aiohttp_client(create_app(index_settings, index, AdvisersGateway(index), texts=marked(Texts.default())))
    response = await client.get(f"/directory?{query}")
    assert response.status == 400
    known = catalogue_words(index)
    assert [words for words in words_outside(await response.text()) if words.casefold() not in known] == []


async def test_a_search_adds_the_reasons_that_the_search_gives_and_nothing_else(
    aiohttp_client: AiohttpClient, index_settings: Settings, loaded_index: LiveIndex
) -> None:
    index = copy.copy(loaded_index)
    client = await aiohttp_client(create_app(index_settings, index, AdvisersGateway(index), texts=marked(Texts.default())))
    query = "q=free+astronmy+club+in+Dundee+not+online&stage=primary"
    found = (await (await client.get(f"/api/search?{query}")).json())["results"]
    known = catalogue_words(index)
    known |= {" ".join(words.split()).casefold() for each in found for words in (*each["reasons"], each["caution"] or "")}
    page = await (await client.get(f"/directory?{query}")).text()
    assert [words for words in words_outside(page) if words.casefold() not in known] == []


def catalogue_words(index: LiveIndex) -> set[str]:
    """The catalogue's own words as pages show them: texts of records, labels of the vocabulary, names of places and sites."""
    resources = index.searcher.snapshot.resources
    words = {text for resource in resources for text in words_of(resource)}
    words |= {re.sub(r"^(https?://)?(www\.)?([^/]*).*", r"\3", text) for text in words if text.startswith("http")}
    words |= {text for terms in Vocabulary.default().facets.values() for term in terms.values() for text in (term.id, term.label)}
    words |= set(words_of_cards(resources))
    words |= set(Gazetteer.default().council_areas) | {tile.abbreviation for tile in load_tiles()}
    words |= {place.name for places in Gazetteer.default().by_name.values() for place in places}
    words |= {area.gaelic_name for area in Gazetteer.default().council_areas.values()}
    return {" ".join(text.split()).casefold() for text in words}
