"""Use cases: the door that takes commands in batches, queries, indicators, imports, replay.

Reads the clock (`clock.py`) and draws ids and keys (`entropy.py`) for the pure layers; knows no HTTP.
"""
