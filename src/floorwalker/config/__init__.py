"""The composition root: settings, URLs, the ASGI application, which adapter serves which port."""
