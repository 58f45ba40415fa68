"""Claims as rows of the tables that others read: one file a table, its columns as data."""
