"""Measurements, each against a reference."""
