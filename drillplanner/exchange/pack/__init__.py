"""Files in which what was logged, or what a post has to do, goes from laptop to laptop."""
