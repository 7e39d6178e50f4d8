class Refusal(Exception):
    """What a request is refused with: an HTTP status and the text of a server."""

    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status = status
        self.text = text


def bad_request(text: str) -> Refusal:
    return Refusal(400, f"Wrong input: {text}")


def of_engine(error: BaseException) -> Refusal:
    """Makes of an error of the engine the reply that a server gives."""
    text = str(error)
    if text.startswith("No point with id"):
        return Refusal(404, f"Not found: {text} found")
    return bad_request(text)
