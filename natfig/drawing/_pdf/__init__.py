"""How a page of a PDF is read as a drawing."""
