"""What others wrote that is used here: pinned how, under which licence, and why."""
