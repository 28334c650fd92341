"""Rasa's custom actions, run in the finder where the index is in memory already."""
