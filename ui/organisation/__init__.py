"""The room of the county: its schools, who answers for them, duty posts, education, the plan."""
