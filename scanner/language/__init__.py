"""The check language: what a check may say, whether it fits the facts, and what follows from them."""
