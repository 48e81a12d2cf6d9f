"""Every address of the pages, a table for each of those who use them."""
