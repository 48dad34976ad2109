"""What a message means where it stands: NLU reads one message alone, this room knows what was said and asked before.

`gather` has the last word; the rest it asks in this order: `roles` and `writer`, `taken`, `danger`, `after_danger`,
`violence`, `meaning` (an open question, a place, a follow-up), `plausible`, `told`. `questions` and `memory` serve the
answers as well.
"""
