"""Looking into files that may be hostile: what they are, their words, their pictures.

Everything here but ``apart`` runs in a child process with a lid on memory and time and imports no Django.
"""
