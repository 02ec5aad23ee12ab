"""Layers and nets, read from their text."""
