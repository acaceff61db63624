"""Compare versions of a script, and join what two people changed.

`words` compares texts, `difference` two scripts, `merging` two with the one both began from.
"""
