"""Answers → next question or outcome. Pure."""

from back_guide.triage.walk import Place, rank, walk

__all__ = ["Place", "rank", "walk"]
