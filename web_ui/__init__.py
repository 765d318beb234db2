"""The web service on the LAN."""
