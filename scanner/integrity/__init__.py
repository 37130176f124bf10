"""Whether results are as they were written: checking manifests and signatures, and removing evidence that is old."""
