"""Judge whether a post is ready before the drill."""
