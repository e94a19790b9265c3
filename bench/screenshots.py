"""Take a picture of every page of the web app over a record: at 1280 and 390 px, light and dark.

python -m bench.screenshots RECORD --out FOLDER [--only NAME …] [--small]

RECORD is copied first and stays as it is. The pictures are FOLDER/NAME-WIDTH-SCHEME.png, in 256 colours.
--small takes what is seen without scrolling, 1280 × 800; without it a picture has the whole page.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser

from bench.serving import Served, browsing, served

WIDTHS = {1280: 800, 390: 844}
"""Widths of the window in pixels, each with its height."""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Take what the arguments ask for, and print where it is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("record", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="+", default=(), help="names of pages")
    parser.add_argument("--small", action="store_true", help="only what is seen without scrolling")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / given.record.name
        shutil.copytree(given.record, copy)
        with served(copy, "Ada Reviewer") as held, browsing() as browser:
            taken = take(held, browser, given.out, given.only, whole=not given.small)
    print(f"{taken} pictures in {given.out}")


def take(held: Served, browser: Browser, out: Path, only: Sequence[str] = (), *, whole: bool) -> int:
    """Take pictures of the pages named in `only`, of all where there are none; return how many."""
    paths = {name: path for name, path in held.pages().items() if not only or name in only}
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            for name, path in paths.items():
                page.goto(held.address + path, wait_until="load")
                picture = page.screenshot(full_page=whole)
                (out / f"{name}-{width}-{scheme}.png").write_bytes(in_few_colours(picture))
            context.close()
    return len(paths) * len(WIDTHS) * len(SCHEMES)


def in_few_colours(picture: bytes) -> bytes:
    """Return a PNG picture with at most 256 colours: a page needs no more, in a third of the bytes."""
    with Image.open(io.BytesIO(picture)) as opened:
        few = opened.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
