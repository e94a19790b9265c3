"""Language models are loaded and called here and nowhere else.

May: load models, batch, cache. May not: judge what matters, or change text.
"""
