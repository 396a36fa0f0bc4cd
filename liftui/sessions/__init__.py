"""Every lift is kept: sessions in one SQLite database, shared by all running workbenches."""
