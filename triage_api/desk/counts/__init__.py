"""Monthly counts: fixed counters with no row for anybody, given out only in numbers that nobody stands behind alone."""
