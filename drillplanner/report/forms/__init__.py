"""Papers of a script: what is handed out before a drill, as blocks with no language yet."""
