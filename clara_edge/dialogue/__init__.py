"""One turn in text: understand it, do it, say what was done. No audio, no Pipecat."""
