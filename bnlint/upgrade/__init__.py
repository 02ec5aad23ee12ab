"""Upgrades old formats as Caffe does: `spec` works on messages, `rewrite` on the text."""
