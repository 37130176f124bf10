# Its processor has NX.
