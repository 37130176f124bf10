"""The pure core: what to look at, what follows from it, how measures stand, what changed."""
