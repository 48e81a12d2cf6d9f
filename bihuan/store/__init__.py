"""The only tables: append (the only writer), lists, deadlines, vault, outbox, registers, rebuild.

Nothing outside this package writes or reads a table; no decision is taken here.
"""
