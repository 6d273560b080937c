"""Stops in, a map out."""
