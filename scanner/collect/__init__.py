"""Effects: the play over the hosts, the evidence archive, replay."""
