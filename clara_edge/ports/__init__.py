"""What the engines, devices and stores must offer: one Protocol a file."""
