# As booted: no server answers.
