"""Catalogue in, index snapshot out; and the evaluation of search."""
