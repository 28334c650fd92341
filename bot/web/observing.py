"""What operators see: health, readiness, figures, and access lines that hold nothing a visitor typed."""

from __future__ import annotations

import logging
import time
import traceback

from aiohttp import hdrs, web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.log import server_logger

from bot.web import keys
from bot.web.api_route import ApiRoute, Handler
from bot.web.contracts import Health, IndexStatus, Readiness
from bot.web.metrics import Metrics


async def healthz(request: web.Request) -> web.Response:
    """Say that the process lives; nothing is checked."""
    return web.json_response(Health().model_dump(), headers={"Cache-Control": "no-store"})


async def readyz(request: web.Request) -> web.Response:
    """Say whether the index is loaded (200) or not (503), and whether Rasa takes part or search answers alone."""
    index = request.app[keys.INDEX]
    status = None
    if index.is_loaded:
        snapshot = index.searcher.snapshot
        status = IndexStatus(
            name=snapshot.name,
            records=len(snapshot.resources),
            model=str(snapshot.manifest.get("model", "")),
            built_at=str(snapshot.manifest.get("built_at", "")),
        )
    answer = Readiness(index=status, rasa="ready" if request.app[keys.GATEWAY].rasa_is_ready() else "degraded")
    return web.json_response(text=answer.model_dump_json(), status=200 if status else 503, headers={"Cache-Control": "no-store"})


async def metrics(request: web.Request) -> web.Response:
    """Give the figures in Prometheus' text format."""
    body = request.app[keys.METRICS].as_text()
    return web.Response(body=body, headers={"Content-Type": Metrics.content_type, "Cache-Control": "no-store"})


def keep_visitors_out_of_the_log() -> None:
    """Have the server log nothing of visitors."""
    if not any(isinstance(each, WithoutVisitors) for each in server_logger.filters):
        server_logger.addFilter(WithoutVisitors())


@web.middleware
async def measured(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count every request with its route, status and time."""
    started = time.perf_counter()
    status = 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as redirect:
        status = redirect.status
        raise
    finally:
        resource = request.match_info.route.resource
        route = resource.canonical if resource else "unknown"
        # Methods are whatever somebody sends, too.
        method = request.method if request.method in hdrs.METH_ALL else "other"
        request.app[keys.METRICS].request(route, method, status, time.perf_counter() - started)


class AccessLogger(AbstractAccessLogger):
    """One line a request: method, path, status, size, time. No query string, address, referrer or browser."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Write the line."""
        self.logger.info(
            "%s %s %d %d %.1f ms", request.method, request.rel_url.raw_path, response.status, response.body_length, time * 1000
        )


class WithoutVisitors(logging.Filter):
    """Keeps what the server itself says of a request free of the visitor's address and of what was typed.

    What is no HTTP, or too long, never reaches the application; the server logs it with the sender's address and the bytes.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Leave the kind of the error and the places in the program; let every line through."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        record.msg, record.args, record.exc_info, record.exc_text = "A request failed: %s", (type(error).__name__,), None, None
        if isinstance(error, HttpProcessingError):
            record.msg = "A request could not be read: %s"
            record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        else:
            record.msg, record.args = f"{record.msg}\n%s", (*record.args, "".join(traceback.format_tb(error.__traceback__)))
        return True


API_ROUTES = (
    ApiRoute("GET", "/healthz", healthz, "Does the process live?", Health),
    ApiRoute(
        "GET", "/readyz", readyz, "Can questions be answered?", Readiness,
        also={503: ("The index is not loaded; the answer is the same JSON with a null index.", Readiness)},
    ),
    ApiRoute("GET", "/metrics", metrics, "Figures for Prometheus", None, media=("text/plain",)),
)  # fmt: skip
