"""The web application, as a table of contents."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web

from bot.corrections import CorrectionStore
from bot.desk import CuratorsDesk
from bot.live_index import LiveIndex
from bot.mail import delivering
from bot.storage import Database
from bot.storage.purging import purged_daily
from bot.texts import Texts
from bot.web import (
    api_chat,
    api_export,
    api_feedback,
    api_resources,
    api_search,
    data_page,
    desk,
    desk_check,
    directory,
    entry_page,
    feeds,
    keys,
    observing,
    openapi,
    pages,
    portal_leaving,
    portal_pages,
    provision_pages,
    report_page,
    shortlist_page,
    static_files,
)
from bot.web.assets import Assets
from bot.web.contracts import Gateway
from bot.web.metrics import Metrics
from bot.web.portal import Portal
from bot.web.problems import problems_as_answers
from bot.web.provision_desk import ProvisionDesk
from bot.web.rate_limit import RateLimit
from bot.web.rendering import load_templates
from bot.web.security import add_headers, hosts_checked, packing, preflights
from knowledge.settings import Settings

API_ROUTES = (
    *api_chat.API_ROUTES,
    *api_feedback.API_ROUTES,
    *api_search.API_ROUTES,
    *api_resources.API_ROUTES,
    *api_export.API_ROUTES,
    *openapi.API_ROUTES,
    *observing.API_ROUTES,
)
LARGEST_BODY = 16 * 1024
SEARCHES_PER_MESSAGE = 4
"""How many searches an address may make for each message it may send."""
SIGN_INS_PER_MINUTE = 6
"""Tries to sign in at the desk, for one address and for one account."""

REPORTS_PER_MINUTE = 10
"""How many mistakes an address may report a minute, on average."""


def create_app(
    settings: Settings,
    index: LiveIndex,
    gateway: Gateway,
    curators_desk: CuratorsDesk | None = None,
    texts: Texts | None = None,
) -> web.Application:
    """Return the public website and API.

    Args:
        settings: limits, origins, addresses.
        index: the index in service; watched for new snapshots while the application runs, taken out of service at its end.
        gateway: the way to the bot; closed at the end.
        curators_desk: the desk under /desk; without one there is no such page.
        texts: the words of the pages; those of the settings' language if left out.
    """
    app = web.Application(
        middlewares=[observing.measured, packing, problems_as_answers, hosts_checked, preflights], client_max_size=LARGEST_BODY
    )
    app[keys.SETTINGS] = settings
    app[keys.INDEX] = index
    app[keys.GATEWAY] = gateway
    app[keys.TEXTS] = texts or Texts.of(settings.language)
    app[keys.TEMPLATES] = load_templates(app[keys.TEXTS])
    app[keys.ASSETS] = Assets.load(app[keys.TEXTS])
    app[keys.METRICS] = Metrics(lambda: len(index.searcher.snapshot.resources) if index.is_loaded else 0)
    app[keys.CHAT_LIMIT] = RateLimit(settings.messages_per_minute)
    app[keys.SEARCH_LIMIT] = RateLimit(settings.messages_per_minute * SEARCHES_PER_MESSAGE)
    app[keys.PROVISION] = ProvisionDesk(settings)
    app[keys.CORRECTIONS] = CorrectionStore(Database(settings.store_path), settings.question_days)
    app[keys.REPORT_LIMIT] = RateLimit(min(REPORTS_PER_MINUTE, settings.messages_per_minute))
    app[keys.PORTAL] = Portal.by_settings(settings, app[keys.TEXTS])
    api_export.add_to(app)
    app[keys.API_ROUTES] = API_ROUTES
    app.add_routes(
        [
            *pages.ROUTES,
            *api_feedback.ROUTES,
            *directory.ROUTES,
            *report_page.ROUTES,
            *feeds.ROUTES,
            *entry_page.ROUTES,
            *shortlist_page.ROUTES,
            *provision_pages.ROUTES,
            *data_page.ROUTES,
            *portal_pages.ROUTES,
            *portal_leaving.ROUTES,
            *static_files.ROUTES,
        ]
    )
    app.add_routes([route.definition() for route in app[keys.API_ROUTES]])
    if curators_desk is not None:
        app[keys.DESK] = curators_desk
        app[keys.SIGN_IN_LIMIT] = RateLimit(SIGN_INS_PER_MINUTE)
        app[keys.DESK_CHECK_LIMIT] = RateLimit(desk_check.CHECKS_PER_MINUTE)
        app.add_routes(desk.ROUTES)
    app.on_response_prepare.append(add_headers)
    app.cleanup_ctx.extend([index_watched, gateway_closed, mail_delivered])
    return app


async def index_watched(app: web.Application) -> AsyncIterator[None]:
    """Swap to new snapshots while the application runs; let go of the index when the last request is answered."""
    async with app[keys.INDEX].watching() as index:
        yield
    index.close()


async def gateway_closed(app: web.Application) -> AsyncIterator[None]:
    """Close the gateway's connections at the end."""
    yield
    await app[keys.GATEWAY].close()


async def mail_delivered(app: web.Application) -> AsyncIterator[None]:
    """Deliver mail while the application runs, and delete what has lain in the outbox for too long."""
    settings, outbox = app[keys.SETTINGS], app[keys.PORTAL].outbox
    async with delivering(outbox, settings), purged_daily(lambda: outbox.purge(settings.outbox_days)):
        yield
