"""The vocabulary: frozen models without behaviour beyond validation. Imports nothing else of the project."""
