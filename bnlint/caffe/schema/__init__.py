"""Schemas: the messages and layer types of Caffe and its forks, and what a text makes of them."""
