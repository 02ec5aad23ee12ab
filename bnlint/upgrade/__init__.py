"""Old formats to today's, in Caffe's order: what Caffe does to messages (`spec`), and the same on the text."""
