"""整改: findings, and what is done about them."""
