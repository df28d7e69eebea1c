"""How each intent's answer reads: the figure asked for in the first line, then the tables that fit it."""
