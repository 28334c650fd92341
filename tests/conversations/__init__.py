"""Conversations with the real bot through the public API; `python -m tests.conversations FILE` plays any file of them."""
