"""The command line ``stemfinder``: puts the commands of indexer and bot together. What each does lives in its own package."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from bot.commands import add_commands as add_bot_commands
    from indexer.commands import add_commands as add_indexer_commands
    from knowledge.console import command_line

    app = command_line()
    add_indexer_commands(app)
    add_bot_commands(app)
    app()


if __name__ == "__main__":
    main()
