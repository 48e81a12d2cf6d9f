"""Composition root: settings, urls, wsgi, commands; the only layer that reads the environment.

No rule of the domain lives here: it wires the layers below together and starts them.
"""
