"""The conversation: commands, tools, the reading of questions and the rendering of answers."""
