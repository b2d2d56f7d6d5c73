"""From the YAML an editor writes to the JSON that ships: strict reading, proofreading, compiling."""
