"""Visits and problems in, the words a person reads out."""
