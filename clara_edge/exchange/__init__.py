"""Tasks in files of this and of other programs; pure: bytes in, plans out, and back."""
