"""The author's and developer's side of Upper Back Guide. Nothing here ships."""
