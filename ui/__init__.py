"""Everything Qt: the window over drillplanner's services."""
