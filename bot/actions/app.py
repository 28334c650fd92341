"""The action endpoint: a small application on loopback that only Rasa, with the secret, may call."""

from __future__ import annotations

import hmac
import logging
from typing import TYPE_CHECKING

from aiohttp import web
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from bot.actions.adviser_action import AdviserAction
from bot.actions.fallback_actions import STAGES, FallbackAction
from bot.actions.form_actions import AskQuestion, SubmitForm, ValidateForm
from bot.actions.slots import ASKED
from bot.conversation.intents import INTENTS
from bot.submissions.carrying_out import Submissions
from bot.submissions.forms import KINDS

if TYPE_CHECKING:
    from bot.chat.memory import ConversationMemory
    from bot.feedback import Ledger
    from bot.live_index import LiveIndex

LOG = logging.getLogger(__name__)
LARGEST_CALL = 1024 * 1024
"""A call carries the tracker; thirty events take some tens of kilobytes."""


def executor_for(
    index: LiveIndex, memory: ConversationMemory, ledger: Ledger | None = None, submissions: Submissions | None = None
) -> ActionExecutor:
    """Return rasa-sdk's executor with the action of every intent, and those of the forms."""
    logging.getLogger("rasa_sdk.executor").setLevel(logging.WARNING)
    executor, kept = ActionExecutor(), submissions or Submissions()
    for intent in INTENTS:
        executor.register_action(AdviserAction(intent, index, memory, ledger, kept))
    for stage in STAGES:
        executor.register_action(FallbackAction(stage, index, memory, ledger, kept))
    for kind in KINDS:
        executor.register_action(ValidateForm(kind, index, memory))
        executor.register_action(SubmitForm(kind, index, memory, kept))
    for question in ASKED:
        executor.register_action(AskQuestion(question, index, memory))
    return executor


def create_actions_app(
    index: LiveIndex, memory: ConversationMemory, token: str, ledger: Ledger | None = None, submissions: Submissions | None = None
) -> web.Application:
    """Return the application; ``POST /webhook`` runs one action in Rasa's action protocol.

    Args:
        index: the index in service.
        memory: states of conversations.
        token: the secret that a call must bear.
        ledger: gives answers that may be rated their tokens.
        submissions: stores and withdraws offers and needs.
    """
    executor = executor_for(index, memory, ledger, submissions)
    expected = f"Bearer {token}".encode()

    async def webhook(request: web.Request) -> web.Response:
        # Bytes: of strings, compare_digest takes ASCII alone.
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(errors="surrogateescape"), expected):
            return web.json_response({"error": "The secret is missing or wrong.", "action_name": ""}, status=401)
        try:
            call = await request.json()
        except ValueError:
            call = None
        if not isinstance(call, dict):
            return web.json_response({"error": "The body is not a call of an action in JSON.", "action_name": ""}, status=400)
        try:
            result = await executor.run(call)
        except ActionExecutionRejection as error:
            return web.json_response({"error": error.message, "action_name": error.action_name}, status=400)
        except ActionNotFoundException as error:
            return web.json_response({"error": error.message, "action_name": error.action_name}, status=404)
        except Exception:
            # The visitor's words stay out of the log: the action's name and the traceback tell enough.
            LOG.exception("The action %s failed.", call.get("next_action"))
            return web.json_response({"error": "The action failed.", "action_name": str(call.get("next_action"))}, status=500)
        return web.json_response(result.model_dump() if result else None)

    app = web.Application(client_max_size=LARGEST_CALL)
    app.router.add_post("/webhook", webhook)
    return app
