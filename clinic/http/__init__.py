"""The REST toolkit: bodies, representations, errors, pages, preconditions and the description of it all.  It knows no patient."""
