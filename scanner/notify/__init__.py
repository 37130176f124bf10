"""Tells the world of a night: the digest by mail and webhook, numbers for Prometheus."""
