"""Answers → next question or outcome. Pure."""
