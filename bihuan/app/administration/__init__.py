"""What the three administrators do, each in a module of its own: accounts and registers, posts and locks, imports.

Everything is written down in the administration journal in the transaction that changes it. Nothing is ever deleted.
"""
