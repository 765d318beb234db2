"""The certificate authority of this device, and the certificates that it issues for itself."""
