"""Near-duplicates among messages: a sentence with one word exchanged teaches nothing and flatters every measure."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

LENGTH = 4
MOST_ALIKE = 0.8


def near_duplicates(texts: Sequence[str], most: float = MOST_ALIKE) -> Iterator[tuple[int, int]]:
    """Pairs of places whose sets of character 4-grams have a Jaccard index over `most`, the later place first.

    Prefix filtering: two sets that alike share one of their rarest grams, so only those with a rare gram in common are
    compared at all.
    """
    sets = [grams(text) for text in texts]
    seen_in = Counter(gram for one in sets for gram in one)
    having: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(sets):
        rarest = sorted(one, key=lambda gram: (seen_in[gram], gram))[: len(one) - math.ceil(most * len(one)) + 1]
        for other in {other for gram in rarest for other in having[gram]}:
            if jaccard(one, sets[other]) > most:
                yield place, other
        for gram in rarest:
            having[gram].append(place)


def grams(text: str) -> frozenset[str]:
    """The character 4-grams of a text, case and doubled spaces aside; a shorter text is its own only one."""
    plain = " ".join(text.casefold().split())
    return frozenset(plain[i : i + LENGTH] for i in range(max(1, len(plain) - LENGTH + 1)))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of what either has both have, 0 to 1."""
    return len(one & other) / len(one | other)
