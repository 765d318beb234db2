"""How devices in the home network find this Clara: its addresses and names, told by mDNS."""
