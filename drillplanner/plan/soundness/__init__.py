"""Look a sound script over as an experienced planner would: can it be watched, timed, defended?

Nothing here refuses a script, and nothing here changes what `check` warned of before: each finding
has a code of its own, a weight, and where it can be settled by one act, that act.
"""
