"""What the bot answers: pure functions of a message, the catalogue and the state of the conversation."""

from bot.conversation.adviser import Adviser
from bot.conversation.desk import Desk
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState

__all__ = ["Adviser", "ConversationState", "Desk", "Reply"]
