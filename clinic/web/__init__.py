"""The roof's own pages: what is put together from several apps and shown to people."""
