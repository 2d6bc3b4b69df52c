"""A paper's figures together: whether they make one argument, in one language and one set of colours."""
