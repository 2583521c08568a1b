"""How fast the product is: programs to be run by hand, on an otherwise idle machine."""
