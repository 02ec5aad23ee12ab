"""Graphs: blobs and who reads them, where backward goes, what shares memory."""
