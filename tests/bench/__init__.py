"""`make bench`: measures speed and memory in one run and writes docs/bench.md. As root; it boots one container."""
