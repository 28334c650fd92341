"""The words of the bot and of the pages, a folder a language: read, changed and translated in one place.

The words of the catalogue and of its vocabulary are in :mod:`knowledge`.
"""

from bot.texts.texts import LANGUAGES, Texts

__all__ = ["LANGUAGES", "Texts"]
