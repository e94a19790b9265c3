"""Other number readers on the same sentences, where they are installed; the project needs none of them.

    pip install quantulum3 recognizers-text-number 'emoji<2'

Each gives the quantities of a sentence in the form of NewsQuant's evaluator. Neither tells bounds.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Mapping
from typing import Any

Read = Callable[[str], list[dict[str, object]]]


def quantulum() -> Read:
    """Return quantulum3's reader; raises ImportError where it is not installed."""
    warnings.simplefilter("ignore")
    parser: Any = importlib.import_module("quantulum3.parser")

    def read(text: str) -> list[dict[str, object]]:
        found = parser.parse(text)
        return [{"value": one.value, "change": "=", "unit": one.unit.name} for one in found]

    return read


def recognizers() -> Read:
    """Return recognizers-text's reader of numbers; raises ImportError where it is not installed."""
    warnings.simplefilter("ignore")
    number: Any = importlib.import_module("recognizers_number")

    def read(text: str) -> list[dict[str, object]]:
        found = number.recognize_number(text, number.Culture.English)
        values = (one.resolution.get("value") for one in found)
        return [{"value": value, "change": "=", "unit": "-"} for value in values if value is not None]

    return read


PEERS: Mapping[str, Callable[[], Read]] = {"quantulum3": quantulum, "recognizers-text": recognizers}
