"""What runs inside Rasa's process (Python 3.10): NLU components, the channel to the finder, the tracker store, the launcher."""
