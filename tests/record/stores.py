"""Tests of what a record does wherever it lies."""

from __future__ import annotations

import pytest

STORES = ("folder", "server")

on_every_store = pytest.mark.parametrize("store", STORES, indirect=True)
"""The test runs on a record in a folder, and on one on a PostgreSQL server."""
