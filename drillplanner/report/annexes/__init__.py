"""Say what the report rests on: one module an annex."""
