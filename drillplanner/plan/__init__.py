"""Write the script of a drill: who does what, within how many seconds, by which rule."""
