"""Generators of what is committed under bnlint/_generated, fixtures and docs."""
