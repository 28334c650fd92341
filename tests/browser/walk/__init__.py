"""A walk over every page, as everybody who meets it."""
