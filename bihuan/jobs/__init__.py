"""Work that time starts: due clocks, notices, publishing.

Each job goes through the same door as a person; none writes a table.
"""
