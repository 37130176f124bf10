# Its kernel was told mitigations=off.
