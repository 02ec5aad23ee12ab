"""Caffe's upgrade as edits on the text, step by step in Caffe's order: comments, layout and fork fields stay."""
