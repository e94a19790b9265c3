"""JSON as exports write it: compact, UTF-8, the same bytes for equal values."""

from __future__ import annotations

import json
from typing import Any


def compact(value: Any) -> bytes:
    """Return a value as JSON; a lone surrogate, which UTF-8 cannot hold, as an escape."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
