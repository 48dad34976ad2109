"""The server in the place of a page."""
