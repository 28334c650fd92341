"""The curators' desk without its pages: who may sign in, what was done, and how an entry is edited and published."""

from bot.desk.accounts import Accounts
from bot.desk.audit import AuditTrail
from bot.desk.desk import CuratorsDesk
from bot.desk.roles import Right, Role
from bot.desk.sessions import Session, Sessions

__all__ = ["Accounts", "AuditTrail", "CuratorsDesk", "Right", "Role", "Session", "Sessions"]
