"""The application's typed keys."""

from __future__ import annotations

import jinja2
from aiohttp import web

from bot.corrections import CorrectionStore
from bot.desk import CuratorsDesk
from bot.live_index import LiveIndex
from bot.texts import Texts
from bot.web.api_route import ApiRoute
from bot.web.assets import Assets
from bot.web.contracts import Gateway
from bot.web.metrics import Metrics
from bot.web.portal import Portal
from bot.web.provision_desk import ProvisionDesk
from bot.web.rate_limit import RateLimit
from knowledge.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
INDEX = web.AppKey("index", LiveIndex)
GATEWAY = web.AppKey("gateway", Gateway)
TEXTS = web.AppKey("texts", Texts)
"""The words of the pages, in the language of the site."""
TEMPLATES = web.AppKey("templates", jinja2.Environment)
ASSETS = web.AppKey("assets", Assets)
METRICS = web.AppKey("metrics", Metrics)
CHAT_LIMIT = web.AppKey("chat_limit", RateLimit)
CORRECTIONS = web.AppKey("corrections", CorrectionStore)
REPORT_LIMIT = web.AppKey("report_limit", RateLimit)
PROVISION = web.AppKey("provision", ProvisionDesk)
SEARCH_LIMIT = web.AppKey("search_limit", RateLimit)
API_ROUTES = web.AppKey("api_routes", tuple[ApiRoute, ...])
PORTAL = web.AppKey("portal", Portal)
DESK = web.AppKey("desk", CuratorsDesk)
"""There only where the site has a curators' desk."""
SIGN_IN_LIMIT = web.AppKey("sign_in_limit", RateLimit)
DESK_CHECK_LIMIT = web.AppKey("desk_check_limit", RateLimit)
"""How often an account may have a form checked while somebody types."""
