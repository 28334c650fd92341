"""Conversations with the real bot through the public API: `python -m tests.conversations FILE --site ADDRESS` plays any file of them."""
