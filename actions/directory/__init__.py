"""The directory of help: who can be turned to, where, when they are open, and which of them fit one person."""
