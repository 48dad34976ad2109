"""The words the provider acts on by itself, unless an operator has that turned off: after STOP nothing gets through."""

STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})


class OptOut:
    """Who has sent STOP. Lykta still hears the word; what it answers is held back."""

    def __init__(self, stop_words: bool) -> None:
        self.stop_words = stop_words
        self.numbers: set[str] = set()

    def hear(self, sender: str, body: str) -> None:
        word = body.strip().upper()
        if self.stop_words and word in STOP_WORDS:
            self.numbers.add(sender)
        elif word in START_WORDS:
            self.numbers.discard(sender)
