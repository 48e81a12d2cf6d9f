"""Stories: given, when, then, in files that an official can read, played on the pure core. Only public names here."""

from bihuan.app.stories.playing import Performance, play
from bihuan.app.stories.protocol import failures, problem_line, protocol
from bihuan.app.stories.reading import read_story, story_of
from bihuan.app.stories.script import Problem, Story

__all__ = ["Performance", "Problem", "Story", "failures", "play", "problem_line", "protocol", "read_story", "story_of"]
