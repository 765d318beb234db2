"""How processes of Clara talk to the voice daemon: JSON lines over a Unix socket."""
