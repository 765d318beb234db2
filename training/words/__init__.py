"""The word model of speech-to-text's second look."""
