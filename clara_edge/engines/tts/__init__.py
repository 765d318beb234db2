"""Text-to-speech engines, their fallback order and the cache of phrases."""
