"""Limits of rate, kept in memory: of attempts to sign in, and of requests to the API."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from onrecord.record.accounts import TeamIsNotInstalled

if TYPE_CHECKING:
    from limits import RateLimitItem

ATTEMPTS_OF_NAME = 10
"""Attempts to sign in under one name in a quarter of an hour; one that succeeds sets it back."""

ATTEMPTS_OF_ADDRESS = 60
"""Attempts from one address in a quarter of an hour: an office may share one."""

MINUTES = 15

TOO_MANY = (
    "There were too many attempts to sign in under this name, or from this network. "
    f"Wait {MINUTES} minutes, then try again. Nobody was signed in."
)


class Limits:
    """Counts in a moving window. Names that nobody has are counted like those that somebody has."""

    def __init__(self, requests_a_minute: int) -> None:
        try:
            from limits import RateLimitItemPerMinute  # noqa: PLC0415
            from limits.storage import MemoryStorage  # noqa: PLC0415
            from limits.strategies import MovingWindowRateLimiter  # noqa: PLC0415
        except ImportError as error:
            raise TeamIsNotInstalled from error
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._of_name = RateLimitItemPerMinute(ATTEMPTS_OF_NAME, MINUTES)
        self._of_address = RateLimitItemPerMinute(ATTEMPTS_OF_ADDRESS, MINUTES)
        self._of_program = RateLimitItemPerMinute(requests_a_minute)

    def take_attempt(self, name: str, address: str) -> None:
        """Count an attempt to sign in; raises a refusal (429) where there were too many."""
        self.take_visit(address)
        self._take(self._of_name, TOO_MANY, "name", _key(name))

    def take_visit(self, address: str) -> None:
        """Count that an address sets out to sign in; raises a refusal (429) where it did too often."""
        self._take(self._of_address, TOO_MANY, "address", address)

    def forget_attempts(self, name: str) -> None:
        """Set the count of a name back: its owner has signed in."""
        self._window.clear(self._of_name, "name", _key(name))

    def take_request(self, account: str) -> None:
        """Count a request to the API; raises a refusal (429) that says when to go on."""
        told = f"That is more than {self._of_program.amount} requests a minute. Go on after a while."
        self._take(self._of_program, told, "program", account)

    def _take(self, limit: RateLimitItem, told: str, *key: str) -> None:
        if not self._window.hit(limit, *key):
            reset = self._window.get_window_stats(limit, *key).reset_time
            raise HTTPException(429, told, {"Retry-After": str(max(1, math.ceil(reset - time.time())))})


def _key(name: str) -> str:
    return name.strip().casefold()[:100]
