"""From `content/` (what editors write) to Rasa's domain, rules and intents, when the model is built."""
