"""The steps of image/setup.py; standard library only, because nothing is installed yet."""
