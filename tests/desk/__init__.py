"""Edits at the desk of the whole running product, while visitors ask."""
