"""Where every answered call is kept, so that none is made twice."""
