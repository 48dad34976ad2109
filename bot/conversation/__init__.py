"""What a message means where it stands: NLU reads one message alone, this room knows what was said and asked before.

`gather` has the last word; the rest it asks in this order: `danger`, `writer`, `meaning` (an open question, a place, a
follow-up), `plausible`. `questions` and `memory` serve the answers as well.
"""
