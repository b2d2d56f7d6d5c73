"""The parts of the HTTPS door, for those who run the skill on a server of their own (``web_service.py`` joins them).

1. ``server.py``: the web server, which lets turns finish before it stops; ``reading.py``: how it takes requests in
2. ``sdk.py``: Amazon's adapter for Flask, imported past a part of it that fails to load
3. ``verifiers.py``: is this request from Alexa, and of just now?
4. ``keys.py``: by which key; ``certificates.py``: whose it may be; ``fetch.py``: brings the certificates
5. ``settings.py``: what the environment decides

The Lambda door has none of this: AWS checks there who calls.
"""
