"""Understanding a message: its language, words, topic, urgency. Plain functions; `components/` fits them into Rasa."""
