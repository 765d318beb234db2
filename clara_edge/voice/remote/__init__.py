"""Conversations with browsers, through WebRTC; aiortc is imported with the first of them."""
