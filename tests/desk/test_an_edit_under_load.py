"""An edit at the desk reaches visitors' search and chat, with real Rasa, and none of their requests fails meanwhile."""

from __future__ import annotations

from pathlib import Path

import aiohttp

from knowledge.settings import Settings
from tests.desk.editing import Load, new_word, product_of_our_own, sign_in

PER_SECOND = 20.0
EDITS = 2


async def test_an_edit_shows_in_search_and_chat_and_no_visitor_is_turned_away(tmp_path: Path, index_settings: Settings) -> None:
    with product_of_our_own(tmp_path, index_settings) as (product, own, password):
        desk = await sign_in(product.address, own, password)
        load = Load(product.address, PER_SECOND)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session, load.running(session):
            for _ in range(EDITS):
                word = new_word()
                await desk.publish(word)
                await desk.shows(session, word)
    assert load.milliseconds
    assert load.errors == []
