"""A stand-in for Alexa on this machine: words → the generated interaction model → the real handler → its response."""
