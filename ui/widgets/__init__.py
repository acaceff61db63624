"""Small widgets that know no service: they lay out, show and emit."""
