"""Alerts: whoever is on call hears that somebody waits, and if they do not answer, the next ones do.

What is sent says nothing else: no level, no language, no case. What is kept of it goes when nobody waits any more.
"""
