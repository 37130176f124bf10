# Its processor has no NX.
