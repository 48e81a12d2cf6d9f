"""The verifier that strangers take away: one file that imports nothing of ours. Nothing else may live here."""
