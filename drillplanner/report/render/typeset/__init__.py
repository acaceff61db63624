"""Set Chinese and English text for the PDF: fonts, line breaks, paragraphs, named styles.

Use `register_fonts` once, `Prose` for every text in the story, `draw_line` for text drawn by
hand, one `GlyphLog` a report to learn which characters the font lacks. Text is always plain:
markup is printed as typed. docs/fonts.md says what the fonts hold.
"""
