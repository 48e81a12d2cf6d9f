"""A living demonstration: a script of the pack played through the real door on virtual time. Only public names here."""

from bihuan.app.simulation.playing import Done, Play, WentWrong
from bihuan.app.simulation.script import Script, read_script

__all__ = ["Done", "Play", "Script", "WentWrong", "read_script"]
