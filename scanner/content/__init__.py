"""Content: YAML to models, with every problem at its place in the file."""
