"""Rasa's graph components: thin adapters over the functions of `bot.nlu`.

None of them may raise out of `process`: Rasa would answer HTTP 200 with `[]` and log the message's text with its local
variables. Each catches everything, and leaves a safe default for the next one.
"""
