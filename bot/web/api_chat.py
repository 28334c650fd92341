"""POST /api/chat: one turn of a conversation."""

from __future__ import annotations

from aiohttp import web

from bot.web import keys
from bot.web.api_route import ApiRoute
from bot.web.contracts import ChatAnswer, ChatQuestion
from bot.web.messages import clean_message
from bot.web.problems import limited
from bot.web.reading import read_json

_EXAMPLE = '{"conversation": null, "message": "free coding club in Dundee"}'


async def chat(request: web.Request) -> web.Response:
    """Answer one message. Send the conversation's id with the next message, so that "what about Fife?" is understood."""
    limited(request, keys.CHAT_LIMIT)
    question = await read_json(request, ChatQuestion, _EXAMPLE)
    reply = await request.app[keys.GATEWAY].reply(question.conversation, clean_message(question.message))
    request.app[keys.METRICS].turn(reply.degraded)
    return web.json_response(
        {"conversation": reply.conversation, "messages": reply.messages, "degraded": reply.degraded},
        headers={"Cache-Control": "no-store"},
    )


API_ROUTES = (
    ApiRoute(
        "POST", "/api/chat", chat, "Talk with the finder", ChatAnswer, body=ChatQuestion,
        problems={
            400: "The body is not valid JSON, or the message is empty or too long.",
            413: "The body is larger than 16 KiB.",
            415: "The body is not sent as application/json.",
            429: "Too many messages from one address; Retry-After says how long to wait.",
        },
        example={"conversation": None, "message": "free coding club in Dundee"},
    ),
)  # fmt: skip
