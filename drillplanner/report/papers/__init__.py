"""The other papers that a drill leaves, each from the same inputs as the evaluation report."""
