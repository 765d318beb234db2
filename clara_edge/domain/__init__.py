"""Pure rules and words of Clara: no I/O, no clock, no threads."""
