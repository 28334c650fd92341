"""What must outlive the process: one SQLite file, used by whoever stores something."""

from bot.storage.database import Database, StorageError

__all__ = ["Database", "StorageError"]
