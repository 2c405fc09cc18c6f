"""What a run may take, and the guard that holds every call to it."""
