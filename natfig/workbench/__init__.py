"""natfig in notebooks: figures, findings and drafts as objects worth looking at."""
