"""Revisions, each made once and never edited afterwards."""
