"""Measure the conversation: the intent classifier, whole dialogues, and goals that simulated visitors pursue."""
