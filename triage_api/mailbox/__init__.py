"""Mailboxes behind return codes: sealed letters that only the code's holder can fetch and open.

Nothing is registered: a mailbox is the hash of its token, and one that is unknown, empty or emptied is the same thing.
"""
