"""Sound devices and sound files: blocking, no Pipecat, no asyncio."""
