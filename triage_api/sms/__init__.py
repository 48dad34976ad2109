"""Text messages: what stands between a phone and the conversation, in memory only."""
