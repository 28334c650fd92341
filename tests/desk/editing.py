"""An editor at the desk and visitors who ask at a steady rate, both of the whole running product."""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.desk import Accounts
from bot.desk.form import form_fields, values_of
from bot.desk.record_text import read_record
from bot.storage import Database
from bot.web.desk_guard import COOKIE
from knowledge.settings import Settings
from tests.benchmarks.search import questions
from tests.bot.own_index import OwnIndex
from tests.product import Product, running_product

ENTRY = "crest-awards"
FROM_THE_DESK = {"Sec-Fetch-Site": "same-origin"}
SHOWS_WITHIN_S = 60
NAME = "Zebrafinch"
BIRDS = ("Curlew", "Dunlin", "Heron", "Lapwing", "Merlin", "Plover", "Siskin", "Whimbrel")
"""Words a name may have; letters at random would make the bot guess what else is meant."""


@dataclass
class Load:
    """Visitors who ask at a steady rate, whatever the answers take.

    Attributes:
        errors: what went wrong: a status other than 200, an exception's name, or an answer without Rasa ("degraded").
        milliseconds: of each answer.
    """

    site: str
    per_second: float
    errors: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def running(self, session: aiohttp.ClientSession) -> AsyncIterator[None]:
        """Ask as long as the context lasts, then wait for the last answers."""
        asking: set[asyncio.Task[None]] = set()
        texts = questions()

        async def ask_on() -> None:
            number, began = 0, time.perf_counter()
            while True:
                task = asyncio.create_task(self._ask(session, texts[number % len(texts)], in_chat=number % 2 == 0))
                asking.add(task)
                task.add_done_callback(asking.discard)
                number += 1
                await asyncio.sleep(max(0.0, began + number / self.per_second - time.perf_counter()))

        asker = asyncio.create_task(ask_on())
        try:
            yield
        finally:
            asker.cancel()
            await asyncio.gather(asker, *asking, return_exceptions=True)

    async def _ask(self, session: aiohttp.ClientSession, text: str, in_chat: bool) -> None:
        began = time.perf_counter()
        try:
            if in_chat:
                asked = session.post(f"{self.site}/api/chat", json={"message": text})
            else:
                asked = session.get(f"{self.site}/api/search", params={"q": text})
            async with asked as response:
                reply = await response.json()
                if response.status != 200:
                    self.errors.append(str(response.status))
                elif reply.get("degraded"):
                    self.errors.append("degraded")
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self.errors.append(type(error).__name__)
        self.milliseconds.append((time.perf_counter() - began) * 1000)


@dataclass(frozen=True)
class Desk:
    """A curator, signed in.

    Attributes:
        site: address of the product.
        own: its catalogue.
        cookie: of the curator's session.
    """

    site: str
    own: OwnIndex
    cookie: str

    async def publish(self, word: str) -> None:
        """Give the entry ``word`` as another name, as the form of the desk does."""
        await _publish(self.site, self.own, self.cookie, word)

    async def shows(self, session: aiohttp.ClientSession, word: str) -> None:
        """Wait until search and chat both know the entry by its new name."""
        await asyncio.gather(_until_in_search(session, self.site, word), _until_in_chat(session, self.site, word))


def new_word() -> str:
    """A name that nothing has."""
    return " ".join([NAME, *random.sample(BIRDS, 3), "Awards"])


@contextmanager
def product_of_our_own(folder: Path, settings: Settings) -> Iterator[tuple[Product, OwnIndex, str]]:
    """Run finder and Rasa over a copy of the catalogue in ``folder``; gives the password of a curator called "bench" too.

    The bot must have been trained: its model is used as it is.
    """
    own = OwnIndex(folder, settings)
    (own.settings.var / "rasa").symlink_to((settings.var / "rasa").resolve())
    own.build()
    password = secrets.token_urlsafe(18)
    Accounts(Database(own.settings.store_path)).add("bench", "curator", password)
    places = {"VAR": own.settings.var, "CATALOGUE": own.settings.catalogue, "STORE": own.settings.store_path}
    with running_product(
        folder / "chat.log", {f"STEMFINDER_{name}": str(path.resolve()) for name, path in places.items()}
    ) as product:
        yield product, own, password


async def sign_in(site: str, own: OwnIndex, password: str) -> Desk:
    """Sign the curator in."""
    async with aiohttp.ClientSession(headers=FROM_THE_DESK) as session:
        data = {"name": "bench", "password": password}
        async with session.post(f"{site}/desk/sign-in", data=data, allow_redirects=False) as response:
            return Desk(site, own, response.cookies[COOKIE].value)


async def _publish(site: str, own: OwnIndex, cookie: str, word: str) -> None:
    typed = values_of(read_record(own.record(ENTRY).read_text(encoding="utf-8")))
    headers = {"Cookie": f"{COOKIE}={cookie}", **FROM_THE_DESK}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"{site}/desk/entries/{ENTRY}") as response:
            page = await response.text()
        form = [(name, page.partition(f'name="{name}" value="')[2].partition('"')[0]) for name in ("token", "edition")]
        for name, each in form_fields().items():
            value = typed[name]
            if name == "also_known_as" and isinstance(value, list):
                value = [*[old for old in value if not old.startswith(NAME)], word]
            if each.widget == "lines":
                form.append((name, "\n".join(value)))
            else:
                form += [(name, item) for item in (value if isinstance(value, list) else [value])]
        async with session.post(f"{site}/desk/entries/{ENTRY}", data=form, allow_redirects=False) as response:
            if response.status != 303 or not response.headers["Location"].endswith(("published", "built")):
                raise RuntimeError(f"The edit was not published: {response.status} {response.headers.get('Location')}")


async def _until(shown: Callable[[], Awaitable[list[str]]]) -> None:
    """Ask again and again until the entry is the first that is shown."""
    for _ in range(SHOWS_WITHIN_S * 20):
        if (await shown())[:1] == [ENTRY]:
            return
        await asyncio.sleep(0.05)
    raise RuntimeError("The edit did not show.")


async def _until_in_search(session: aiohttp.ClientSession, site: str, word: str) -> None:
    async def shown() -> list[str]:
        async with session.get(f"{site}/api/search", params={"q": word}) as response:
            reply = await response.json()
        # The name is known as soon as the entry is understood to be meant.
        return [ENTRY] if ENTRY in reply["query"]["understood"].get("resources", []) else []

    await _until(shown)


async def _until_in_chat(session: aiohttp.ClientSession, site: str, word: str) -> None:
    async def shown() -> list[str]:
        async with session.post(f"{site}/api/chat", json={"message": f"Tell me about {word}"}) as response:
            reply = await response.json()
        # Without Rasa the chat answers from search: that the bot knows it is what counts.
        return [] if reply["degraded"] else [card["id"] for message in reply["messages"] for card in message.get("cards", [])]

    await _until(shown)
