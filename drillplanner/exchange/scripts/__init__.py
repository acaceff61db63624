"""Scripts as workbooks: the column sets of HSEEP and of Chinese scripts, out and in again."""
