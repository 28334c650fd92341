"""The finder's process: the public site, and the action endpoint that only Rasa may call."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from bot.actions.app import create_actions_app
from bot.chat.gateway import ChatGateway
from bot.chat.memory import ConversationMemory
from bot.chat.nearest_intent import NearestIntent
from bot.chat.rasa_client import RasaClient
from bot.corrections import CorrectionStore
from bot.desk import CuratorsDesk
from bot.feedback import Ledger, QuestionStore, Scrubber
from bot.live_index import LiveIndex
from bot.mail import Notices, Outbox
from bot.storage import Database
from bot.storage.purging import purged_daily
from bot.submissions.carrying_out import Submissions
from bot.submissions.store import SubmissionStore
from bot.web.app import create_app
from bot.web.observing import keep_visitors_out_of_the_log
from knowledge.settings import Settings

LOG = logging.getLogger(__name__)
SHUTDOWN_S = 5.0


async def serve(settings: Settings, publish: Callable[[], object] | None = None) -> None:
    """Serve until the process is told to stop.

    Args:
        settings: where to listen, what to serve.
        publish: builds the index from the catalogue's files and puts it into service; without it there is no curators' desk.

    Raises:
        SnapshotError: there is no index.
        ModelError: the embedding model is missing.
        OSError: a port is taken.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with serving(settings, publish):
        await stop.wait()


@contextlib.asynccontextmanager
async def serving(settings: Settings, publish: Callable[[], object] | None = None) -> AsyncIterator[ChatGateway]:
    """Serve as long as the context lasts; gives the gateway."""
    keep_visitors_out_of_the_log()
    index = LiveIndex(settings)
    memory = ConversationMemory(settings.conversation_minutes, settings.conversations_kept)
    rasa = RasaClient(settings.rasa_port, settings.rasa_token.get_secret_value(), settings.rasa_timeout)
    database = Database(settings.store_path)
    questions = QuestionStore(database, settings.question_days)
    ledger = Ledger(questions, lambda: Scrubber(index.searcher.understander), settings.conversation_minutes)
    corrections = CorrectionStore(database, settings.question_days)
    outbox = Outbox(settings.outbox_folder)
    store = SubmissionStore(database, outbox.forget)
    notices = Notices.by_settings(settings, outbox)
    submissions = Submissions(store, settings.submission_days, notify=notices.left)
    gateway = ChatGateway(index, rasa, memory, NearestIntent.load(settings.rasa_models_folder), ledger, submissions)
    desk = CuratorsDesk.opened(settings, database, publish) if publish else None
    # An empty secret would let anybody on the machine run actions: without one there is no action endpoint.
    actions_token = settings.actions_token.get_secret_value()
    runners = [web.AppRunner(create_app(settings, index, gateway, desk), access_log=None, shutdown_timeout=SHUTDOWN_S)]
    addresses = [(settings.host, settings.port)]
    if actions_token:
        runners.append(web.AppRunner(create_actions_app(index, memory, actions_token, ledger, submissions), access_log=None))
        addresses.append(("127.0.0.1", settings.actions_port))
    try:
        await rasa.start()
        for runner, (host, port) in zip(runners, addresses, strict=True):
            await runner.setup()
            await web.TCPSite(runner, host, port).start()
        LOG.info("Serving on http://%s:%d", settings.host, settings.port)
        async with purged_daily(questions.purge, corrections.purge, store.delete_expired):
            yield gateway
    finally:
        for runner in runners:
            await runner.cleanup()
        await rasa.close()
        ledger.close()
