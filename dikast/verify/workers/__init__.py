"""Where the work is done: processes that end at their deadline, whatever they compute."""
