# As booted: nothing locks it.
