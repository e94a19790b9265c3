"""Across documents: actors, events, figure sets, text reuse, quotations, links, findings.

May: block, score, cluster, compare, with reasons. May not: change a finding of phase 1.
"""
