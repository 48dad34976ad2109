"""What the bot cannot do itself: ask who is on duty, and hand a sealed transcript to the queue.

This process sees the redacted tracker of a conversation on every call. It holds public keys only: once sealed, a
transcript is closed to it too.
"""
