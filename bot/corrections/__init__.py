"""Corrections: what visitors say is wrong in an entry, stored without personal details until a curator has looked at it."""

from bot.corrections.kinds import KINDS, UnknownCorrectionError
from bot.corrections.store import Correction, CorrectionStore, Status

__all__ = ["KINDS", "Correction", "CorrectionStore", "Status", "UnknownCorrectionError"]
