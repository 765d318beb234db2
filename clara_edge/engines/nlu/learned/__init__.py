"""The learned parser: intent and slots of an utterance from a small network."""
