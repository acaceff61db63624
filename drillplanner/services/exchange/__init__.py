"""Use cases of handing facts from laptop to laptop."""
