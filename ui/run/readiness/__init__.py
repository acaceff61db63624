"""Check before the drill that this post is ready."""
