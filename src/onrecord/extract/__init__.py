"""One module a kind of row: yields findings and refusals from one annotated document.

May: read the annotated document, what earlier extractors found in it, and vocabularies. May not: do
input or output, call a model, or look at another document.
"""
