"""Bihuan 闭环: one loop from what somebody raises to the answer that they confirm.

The layers and what each may import are in `.importlinter`; nothing else lives at this level.
"""
