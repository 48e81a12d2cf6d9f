"""Pure: a district pack's text becomes a programme or findings with file, line and hint.

Standard library only; files are read by whoever calls, so this package needs no disk.
"""
