"""The R backend: ggplot2, put together by patchwork, written by svglite, cairo and ragg."""
