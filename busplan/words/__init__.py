"""Visits and problems in, the words a person reads out, in the language of one's choice."""
