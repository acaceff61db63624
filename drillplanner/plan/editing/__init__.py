"""Edit a script: pure functions from one draft to the next, which know no window.

A draft is a frozen script with what a planner needs beside it (`draft`). Every table of the
editor is a `Table` (`tables`): what its cells show, and the draft after something was typed into
one. What a person does to many cells or rows at once is built on that (`cells`, `rows`).
"""
