"""Filters for templates; one module."""
