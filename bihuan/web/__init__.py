"""Pages for residents, workers, desks, supervisors, leaders and the public.

A view turns input into a command or a query and an outcome into a page; it never touches a table.
"""
