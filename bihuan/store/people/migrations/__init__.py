"""Migrations of the table of sign-ins."""
