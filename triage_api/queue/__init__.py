"""The queue of sealed cases: it holds ciphertext and a few clear columns, and no function here opens anything."""
