"""Choose script, round and posts, and arm."""
