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

ENGLISH = frozenset("the of and to that with for this have which are was by".split())
"""Little words that together make up a quarter of an English text and stand in no other language so often."""

PLAINLY = 0.18
"""Share of `ENGLISH` among the words of what is plainly English. Of 6,100 press releases, letters, speeches
and resolutions nine of ten have it, all English to lingua; those in another language have 0.14 at most."""

ENOUGH_WORDS = 30
"""Words in which that share tells something."""


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
    words = sample.lower().split()
    if len(words) >= ENOUGH_WORDS and sum(word in ENGLISH for word in words) >= PLAINLY * len(words):
        return "en"
    found = _detector().detect_language_of(sample)
    return found.iso_code_639_1.name.lower() if found else None


@cache
def _detector() -> LanguageDetector:
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    from lingua import Language, LanguageDetectorBuilder  # noqa: PLC0415  (0.3 s and 90 MB)

    known = [language for language in Language.all() if language.name in LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*known).with_low_accuracy_mode().build()
