"""How the program looks: three sets of colours, one scale, the report's own font."""
