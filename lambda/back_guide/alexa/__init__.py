"""Alexa's JSON on one side, ``Turn`` and ``Reply`` on the other."""
