"""The application's typed keys."""

from __future__ import annotations

import jinja2
from aiohttp import web

from bot.live_index import LiveIndex
from bot.web.api_route import ApiRoute
from bot.web.assets import Assets
from bot.web.contracts import Gateway
from bot.web.metrics import Metrics
from bot.web.rate_limit import RateLimit
from knowledge.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
INDEX = web.AppKey("index", LiveIndex)
GATEWAY = web.AppKey("gateway", Gateway)
TEMPLATES = web.AppKey("templates", jinja2.Environment)
ASSETS = web.AppKey("assets", Assets)
METRICS = web.AppKey("metrics", Metrics)
CHAT_LIMIT = web.AppKey("chat_limit", RateLimit)
SEARCH_LIMIT = web.AppKey("search_limit", RateLimit)
API_ROUTES = web.AppKey("api_routes", tuple[ApiRoute, ...])
