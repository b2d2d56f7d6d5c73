"""Builds what is deployed: the skill and the parts it needs, compiled, and nothing else. Standard library only."""
