"""`lykta content …`: whether the texts hold, all of them side by side, and how many there are.

`corpus` reads everything once; each `check_*` module looks at one thing and yields findings.
"""
