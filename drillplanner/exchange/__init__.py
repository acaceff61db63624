"""Read and write the files that travel: log tables, ratings, packs."""
