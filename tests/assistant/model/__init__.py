"""A language model to test with: a server on a real socket that answers as a script says, and the scripts."""
