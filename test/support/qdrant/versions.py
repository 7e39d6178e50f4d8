"""
Of what version the server passes for. What came later is refused, where a server that does not know it would leave it out in
silence: a test then shows that it was asked for.
"""

from refusal import bad_request

played = (1, 19)


def play(version: str):
    global played
    major, minor, *_ = version.split(".")
    played = (int(major), int(minor))


def since(version: tuple, what: str):
    if played < version:
        raise bad_request(f"not known before {version[0]}.{version[1]}: {what}")
