"""The server in the place of a person's page that cannot seal: the chat without JavaScript, and text messages.

It holds the person's half of the keys, in memory only, and so it can read what they and the counsellor write. Whoever
uses it says so to both sides (docs/decisions/0006, 0009).
"""
