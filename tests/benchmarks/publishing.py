"""How long an edit at the desk takes to show in search and chat while visitors ask, and whether any request of theirs fails.

``python -m tests.benchmarks.publishing`` works on a copy of the catalogue in a folder of its own; nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import numpy as np

from bot.desk import Accounts
from bot.desk.form import form_fields, values_of
from bot.desk.record_text import read_record
from bot.storage import Database
from bot.web.desk_guard import COOKIE
from indexer.build import build_index
from knowledge.settings import load_settings
from tests.benchmarks.search import questions
from tests.bot.own_index import OwnIndex

ENTRY = "crest-awards"
FROM_THE_DESK = {"Sec-Fetch-Site": "same-origin"}
STARTS_WITHIN_S = 60
SHOWS_WITHIN_S = 60
NAME = "Zebrafinch"


@dataclass
class Load:
    """Visitors who ask at a steady rate, whatever the answers take.

    Attributes:
        errors: what went wrong: a status other than 200, or an exception's name.
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
                await response.read()
                if response.status != 200:
                    self.errors.append(str(response.status))
        except (aiohttp.ClientError, TimeoutError) as error:
            self.errors.append(type(error).__name__)
        self.milliseconds.append((time.perf_counter() - began) * 1000)


async def measure(site: str, own: OwnIndex, cookie: str, edits: int, per_second: float) -> str:
    """Edit ``edits`` times under load; return the figures as text."""
    load, taken, published = Load(site, per_second), [], []
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session, load.running(session):
        await asyncio.sleep(2)
        for _ in range(edits):
            word = f"{NAME} {secrets.token_hex(4)} Awards"
            began = time.perf_counter()
            await _publish(site, own, cookie, word)
            published.append(time.perf_counter() - began)
            await asyncio.gather(_until_in_search(session, site, word), _until_in_chat(session, site, word))
            taken.append(time.perf_counter() - began)
            await asyncio.sleep(1)
    return "\n".join(
        [
            f"{os.cpu_count()} cores, {edits} edits, {per_second:g} requests/s of visitors, half of them chat",
            f"from pressing Publish to showing in search and chat: median {np.median(taken):.2f} s, longest {max(taken):.2f} s",
            f"the desk's own answer: median {np.median(published):.2f} s, longest {max(published):.2f} s",
            f"visitors' requests: {len(load.milliseconds)}, p50 {np.percentile(load.milliseconds, 50):.0f} ms, "
            f"p99 {np.percentile(load.milliseconds, 99):.0f} ms, longest {max(load.milliseconds):.0f} ms",
            f"errors: {len(load.errors)} {sorted(set(load.errors)) or ''}",
        ]
    )


async def _publish(site: str, own: OwnIndex, cookie: str, word: str) -> None:
    """Give the entry ``word`` as another name, as the form of the desk does."""
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
        return [card["id"] for message in reply.get("messages", []) for card in message.get("cards", [])]

    await _until(shown)


async def _until_ready(site: str) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(STARTS_WITHIN_S * 10):
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{site}/readyz"):
                    return
            await asyncio.sleep(0.1)
    raise RuntimeError("The finder did not start.")


def main() -> None:
    """Start a finder over a copy of the catalogue, edit it under load, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.publishing", description=__doc__)
    parser.add_argument("--edits", type=int, default=5, help="how many edits to publish, one after the other")
    parser.add_argument("--per-second", type=float, default=50, help="requests of visitors a second")
    options = parser.parse_args()
    settings = load_settings()
    build_index(settings)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as chosen:
        own = OwnIndex(Path(folder), settings)
        own.build()
        store = Database(own.settings.store_path)
        password = secrets.token_urlsafe(18)
        Accounts(store).add("bench", "curator", password)
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
        chosen.close()
        places = {"VAR": own.settings.var, "CATALOGUE": own.settings.catalogue, "STORE": own.settings.store_path}
        environment = {**os.environ, **{f"STEMFINDER_{name}": str(path.resolve()) for name, path in places.items()}}
        environment |= {"STEMFINDER_MESSAGES_PER_MINUTE": "100000", "STEMFINDER_LOG_LEVEL": "ERROR"}
        finder = subprocess.Popen([sys.executable, "-m", "stemfinder", "serve", "--port", str(port)], env=environment)
        try:
            print(asyncio.run(_run(f"http://127.0.0.1:{port}", own, password, options)))
        finally:
            finder.send_signal(signal.SIGINT)
            finder.wait(timeout=20)


async def _run(site: str, own: OwnIndex, password: str, options: argparse.Namespace) -> str:
    await _until_ready(site)
    async with aiohttp.ClientSession(headers=FROM_THE_DESK) as session:
        data = {"name": "bench", "password": password}
        async with session.post(f"{site}/desk/sign-in", data=data, allow_redirects=False) as response:
            cookie = response.cookies[COOKIE].value
    return await measure(site, own, cookie, options.edits, options.per_second)


if __name__ == "__main__":
    main()
