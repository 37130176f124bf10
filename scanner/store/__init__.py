"""The history: runs, what they looked at, and findings over time, in one SQLite file."""
