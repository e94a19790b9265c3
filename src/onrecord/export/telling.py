"""What an export says of itself: of which record it is, who is masked, how its dates are to be read."""

from __future__ import annotations

from onrecord.export.excerpt import Excerpt

DATES = (
    "Dates are EDTF (ISO 8601-2): 2023-10 is a month, 2023-08~ is about August, 2021-07-14/.. is since that "
    "day. Where a date stands in a coarser form, the EDTF form stands beside it."
)
MACHINE_MADE = (
    "Rows are found by rules and models unless they say that they were reviewed or made by hand. "
    "A figure is what somebody reports, never a total."
)


def masked_told(excerpt: Excerpt) -> str:
    """Return a sentence on who is masked."""
    count = excerpt.masking.count
    if not count:
        return "No person is masked."
    persons = "1 private person is" if count == 1 else f"{count} private persons are"
    return (
        f"{persons} masked: “Person N” stands in the place of the name, “[Person N]” inside exact words. "
        "Words that were masked do not equal the document's; their rows say so."
    )


def about(excerpt: Excerpt, what: str) -> str:
    """Return the text of a file that says what an export is."""
    paragraphs = (
        f"From the record “{excerpt.name_of_record}”.",
        what,
        DATES,
        masked_told(excerpt),
        MACHINE_MADE,
    )
    return "\n\n".join(paragraphs) + "\n"
