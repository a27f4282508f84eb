"""Evidence: content-addressed files and generic links. It knows nothing of measures: what may be proven is
registered by the apps above (``targets``).
"""
