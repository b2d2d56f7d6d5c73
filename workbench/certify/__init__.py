"""What Alexa and its certification ask of a skill, judged by a program."""
