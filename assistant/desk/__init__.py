"""The chat at a terminal: the prompt, the start screen, the commands, what is offered next."""
