"""One module a revision; none of them uses living code, which moves on under them.

A new one is run only where `drillplanner/store/tables.py` names it: raise USER_VERSION and
REVISION there with it.
"""
