"""What `make bench` measures: ready bytes against a bare handler, checks over many vendors, import beside the web."""
