"""Builds the learned parser: data, network, training, export, evaluation.

Nothing here runs on a device; it needs PyTorch, which Clara does not.
"""
