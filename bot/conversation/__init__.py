"""What a message means where it stands: NLU reads one message alone, this room knows what was said and asked before.

`gather` has the last word; the rest it asks in this order: `roles` and `writer`, `taken`, `danger`, `after_danger`,
`care`, what words say plainly (`passport`, `tongue`, `upset`, `asked`), `violence`, `sold`, `meaning` (an open
question, a place, a follow-up), `plausible`, `little`, `told`. `questions` and `memory` serve the answers as well.
"""
