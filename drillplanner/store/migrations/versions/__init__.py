"""One module a revision; none of them uses living code, which moves on under them."""
