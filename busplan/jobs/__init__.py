"""What takes longer than a request: plans that wait in, worked on in a process of their own."""

from busplan.jobs.extra import lacking

__all__ = ["lacking"]
