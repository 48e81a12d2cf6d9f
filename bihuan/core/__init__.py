"""The pure core: what is asked, what happened, what is decided. No clock, randomness, database, web or file."""
