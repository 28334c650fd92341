"""How much one address may ask: token buckets in a bounded memory."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web

MOST_ADDRESSES = 20_000


class RateLimit:
    """A token bucket for each address: a minute's worth at once, refilled evenly.

    Args:
        per_minute: how many requests a minute, on average.
        most_addresses: of how many addresses buckets are kept; the longest unseen go first.
        clock: seconds, steadily growing.
    """

    def __init__(
        self, per_minute: int, most_addresses: int = MOST_ADDRESSES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.per_minute = per_minute
        self._capacity = float(per_minute)
        self._per_second = per_minute / 60
        self._most = most_addresses
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def seconds_to_wait(self, address: str) -> int:
        """Take one token for ``address``; return 0, or the seconds until there will be one."""
        now = self._clock()
        tokens, seen = self._buckets.pop(address, (self._capacity, now))
        tokens = min(self._capacity, tokens + (now - seen) * self._per_second)
        allowed = tokens >= 1
        self._buckets[address] = (tokens - 1 if allowed else tokens, now)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - tokens) / self._per_second))


def address_of(request: web.Request, trust_forwarded_for: bool) -> str:
    """Return the visitor's address: an IPv4 address, or the /64 network of an IPv6 address.

    Args:
        request: the request.
        trust_forwarded_for: a proxy stands in front and adds the address it saw as the last of X-Forwarded-For.
    """
    said = request.headers.getall("X-Forwarded-For", []) if trust_forwarded_for else []
    last = said[-1].split(",")[-1].strip() if said else ""
    for candidate in (last, request.remote or ""):
        try:
            address = ipaddress.ip_address(candidate)
        except ValueError:
            continue
        if isinstance(address, ipaddress.IPv6Address):
            mapped = address.ipv4_mapped
            # One household or machine has a whole /64, so single IPv6 addresses say little.
            return str(mapped) if mapped else str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
        return str(address)
    return "unknown"
