"""What is known about STEM provision in Scotland: catalogue, places, understanding of a question, search."""
