"""The organisation's recovery key: off unless a roster that the root key signed carries one (docs/decisions/0014).

The private half lies on a machine apart, under a passphrase. With it a counsellor who has lost passphrase, device and
paper gets a new recovery code: the server writes out what her page sealed to the organisation, the machine apart opens
it and seals the same vault key for the new code, and the server takes that in. Signing in is another matter: that needs
her code app, or an administrator's reset.
"""
