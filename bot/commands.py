"""Commands of the bot."""

from __future__ import annotations

import typer


def add_commands(app: typer.Typer) -> None:
    """Add the bot's commands to ``app``."""
