"""How a text becomes lines of cells: widths, wrapping, runs of style, and motion. Knows no Textual."""
