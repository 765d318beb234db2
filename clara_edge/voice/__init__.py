"""The voice daemon: one Pipecat pipeline around Clara's engines; the only importer of pipecat."""
