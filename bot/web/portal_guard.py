"""A signed token in each form: only a page of this site can have made it, and it tells one sending from the next."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable

VALID_FOR_S = 12 * 60 * 60
_SHAPE = re.compile(r"^([A-Za-z0-9_-]{22})\.(\d{1,12})\.([0-9a-f]{64})$")


class FormTokens:
    """Gives a form a token that only this site can have made, different each time.

    Args:
        secret: shared by all finders; made anew if empty.
        clock: seconds since 1970.
    """

    def __init__(self, secret: str = "", clock: Callable[[], float] = time.time) -> None:
        self._secret = (secret or secrets.token_hex(32)).encode()
        self._clock = clock

    def issued(self, purpose: str) -> str:
        """Return a new token for one form."""
        chance, moment = secrets.token_urlsafe(16), str(int(self._clock()))
        return f"{chance}.{moment}.{self._signature(purpose, chance, moment)}"

    def is_valid(self, token: str, purpose: str) -> bool:
        """Return whether a token was given to this form, not too long ago."""
        shape = _SHAPE.match(token)
        if shape is None:
            return False
        chance, moment, signature = shape.groups()
        genuine = hmac.compare_digest(signature, self._signature(purpose, chance, moment))
        return genuine and 0 <= self._clock() - int(moment) <= VALID_FOR_S

    def _signature(self, purpose: str, chance: str, moment: str) -> str:
        return hmac.new(self._secret, f"{purpose}\n{chance}\n{moment}".encode(), hashlib.sha256).hexdigest()
