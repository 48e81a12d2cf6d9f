"""A living demonstration: a script of the pack played through the real door on virtual time. Only public names here."""

from bihuan.app.simulation.playing import Done, Play, WentWrong
from bihuan.app.simulation.script import Beside, Script, read_beside, read_script

__all__ = ["Beside", "Done", "Play", "Script", "WentWrong", "read_beside", "read_script"]
