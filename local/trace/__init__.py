"""An execution's history read as people read it: a tree of states with their tries."""
