"""Words, names, exact places and photos, encrypted under a key per case. No table, no rule about cases."""
