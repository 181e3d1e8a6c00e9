"""Short texts in several languages, written for this project: everyday talk and notices."""
