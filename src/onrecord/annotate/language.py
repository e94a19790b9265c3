"""Which language a document is in."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

SAMPLE_CHARACTERS = 4000
"""How much of a document is looked at: lingua's answer no longer changes beyond a page."""

LANGUAGES = (
    "ARABIC", "BURMESE", "CHINESE", "DUTCH", "ENGLISH", "FRENCH", "GERMAN", "HINDI", "INDONESIAN",
    "ITALIAN", "JAPANESE", "KOREAN", "PERSIAN", "POLISH", "PORTUGUESE", "RUSSIAN", "SPANISH", "SWAHILI",
    "TAGALOG", "THAI", "TURKISH", "UKRAINIAN", "URDU", "VIETNAMESE",
)  # fmt: skip


def identify_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, None where it cannot be told.

    >>> identify_language("The delegation will visit the camps on Thursday.")
    'en'
    >>> identify_language("12 34 56") is None
    True
    """
    sample = text[:SAMPLE_CHARACTERS]
    if sum(char.isalpha() for char in sample) < 12:
        return None
    found = _detector().detect_language_of(sample)
    return found.iso_code_639_1.name.lower() if found else None


@cache
def _detector() -> LanguageDetector:
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    from lingua import Language, LanguageDetectorBuilder  # noqa: PLC0415  (0.3 s and 90 MB)

    known = [language for language in Language.all() if language.name in LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*known).with_low_accuracy_mode().build()
