"""What a page shows, computed from values of the core: pure functions, no HTTP, no database, no clock.

A presenter gets cases, programmes and figures and returns frozen values with finished words in one language.
"""
