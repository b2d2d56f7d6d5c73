"""Words → meaning. Pure, offline and deterministic."""
