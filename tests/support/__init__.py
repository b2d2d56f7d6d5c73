"""What several tests share: the content, the door, and a listener to talk to it."""
