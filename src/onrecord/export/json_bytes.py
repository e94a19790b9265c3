"""JSON as exports write it: compact, UTF-8, the same bytes for equal values."""

from __future__ import annotations

import json
from typing import Any


def compact(value: Any) -> bytes:
    """Return a value as JSON; a lone surrogate, which UTF-8 cannot hold, as an escape."""
    try:
        return _ANY_TEXT(value).encode()
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


_ANY_TEXT = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
