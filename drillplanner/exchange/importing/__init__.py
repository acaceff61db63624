"""Bring tables of other programs in: cells, structure, a mapping, and rows of a log.

A table is read into plain cells (`opening`), its header is found (`layout`), what columns and
values may mean is proposed (`proposals`), a person's answer is a mapping (`mapping`), and with
it the cells become rows of a log table (`conversion`), each knowing the cell it came from.
"""
