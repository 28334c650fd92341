"""The public website: chat page, widget, search API, and what operators look at."""

from bot.web.app import create_app

__all__ = ["create_app"]
