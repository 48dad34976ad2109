"""Text messages: the same help for an old phone, without a number being kept. Here the server reads what it seals."""
