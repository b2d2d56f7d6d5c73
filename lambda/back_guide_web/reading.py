"""How a request is read off a connection: whole within a time, and in one way only."""

from __future__ import annotations

import re

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError

_LENGTH = re.compile(rb"^(?:content-length|transfer-encoding):", re.IGNORECASE | re.MULTILINE)


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Refuses a request that a proxy in front might read otherwise: where its body ends, or what its address is."""

    def parse_header(self, header_plus: bytes) -> None:
        if len(_LENGTH.findall(header_plus)) > 1:
            raise ParsingError("The body's length is given twice")
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # for an address like http://[, which waitress would let through to the log
            raise ParsingError("Bad URI") from error


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection on which a request must be whole within ``channel_timeout`` of its first byte.

    To waitress every byte is activity, and one now and then would hold a connection for ever.
    """

    parser_class = Parser
    last_activity: float  # seconds since 1970

    def handle_read(self) -> None:
        began = self.last_activity if self.request else None
        super().handle_read()
        if began and self.request:
            self.last_activity = began
