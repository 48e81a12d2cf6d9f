"""Registers in use: lists, one entry with its history, changes through the door, Excel out and in. No table here."""
