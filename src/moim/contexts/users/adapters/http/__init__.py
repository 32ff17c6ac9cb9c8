"""Users over HTTP: read the request, run one use case, shape the answer."""
