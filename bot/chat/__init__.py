"""The way from a visitor's message to an answer: through Rasa where it is well, from search alone where it is not."""

from bot.chat.gateway import ChatGateway, ChatReply

__all__ = ["ChatGateway", "ChatReply"]
