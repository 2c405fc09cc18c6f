"""Where the records of a run are kept."""
