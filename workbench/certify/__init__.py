"""Holds the whole skill against Amazon's certification: its package, its content, and what it answers at both doors."""
