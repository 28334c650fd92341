"""The conversation: Rasa's project, the actions, and the web app in which people meet it."""
