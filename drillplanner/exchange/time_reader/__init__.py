"""Read times as people and clocks write them, for every entrance: tables, typing-in, late entries.

A cell is taken apart (`cell`), its column is understood or found ambiguous (`dial`), and then
the cell is a time with what its digits are worth (`value`). `late` reads how long ago something
was, as a keeper types it.
"""
