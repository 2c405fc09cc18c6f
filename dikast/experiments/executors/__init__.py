"""Where episodes are run: in this process, in several, on a Ray cluster."""
