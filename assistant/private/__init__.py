"""What is private in a workspace and in a question, and the tokens that stand for it."""
