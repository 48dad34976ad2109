"""Signing the roster: who may read, numbered, expiring, by the organisation's root key.

In production this runs where the root key is, best on a machine without a network: the server writes what is wanted to
a file, the signer signs it into another, and the server takes that one in. In the demo `lykta up` signs by itself,
since the root lies beside it; every page of the desk says so.
"""
