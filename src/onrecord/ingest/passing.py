"""What is passed over on the way in, on whatever file system it lies."""

from __future__ import annotations

_DROPPINGS = frozenset({"Thumbs.db", "desktop.ini"})

RECORD_FILES = frozenset({"record.toml", "record.sqlite"})
"""Files of a folder that is a record.

Closing any descriptor of a database drops the locks this process has on it, so a record inside the folder
read must not even be opened (sqlite.org/howtocorrupt.html, 2.2).
"""


def is_passed_over(name: str) -> bool:
    """Tell whether a file or folder of this name is hidden, or a dropping of a system or an editor."""
    return name.startswith((".", "~$")) or name in _DROPPINGS
