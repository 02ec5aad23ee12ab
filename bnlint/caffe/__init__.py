"""The domain: facts of Caffe and its forks, no opinions."""
