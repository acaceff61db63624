"""The room of `Services` that knows schools, and at which one a drill was held."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.base.ids import DrillId
from drillplanner.organisation.school import HeldAt, School
from drillplanner.services.organisation import schools
from drillplanner.services.workspace_home import WorkspaceHome


class Organisation:
    """What is read is asked for on the work lane, what is named is entered on the data lane."""

    def __init__(self, home: WorkspaceHome) -> None:
        self._home = home

    def schools(self) -> tuple[School, ...]:
        """List the schools that are known here, by name."""
        return self._home.read(schools.schools)

    def school_of(self, drill: str) -> HeldAt:
        return self._home.read(schools.school_of, drill)

    def schools_of_drills(self) -> Mapping[str, HeldAt]:
        """Tell of every drill at which school it was held."""
        return self._home.read(schools.schools_of_drills)

    def name_school(self, drill: DrillId, name: str) -> HeldAt:
        """Say at which school a drill is held; see `schools.name_school`."""
        return self._home.write(schools.name_school, drill, name)

    def rename(self, school: School, name: str) -> School:
        return self._home.write(schools.rename_school, school, name)
