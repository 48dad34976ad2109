"""Word lists as parts of patterns, so that a list reads as a list."""


def one_of(words: str) -> str:
    """`"street road"` → `(?:street|road)`. A word may itself be a pattern; `_` in it stands for a space."""
    return f"(?:{'|'.join(word.replace('_', ' ') for word in words.split())})"
