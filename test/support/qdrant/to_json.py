"""Makes of what the engine gives the JSON of a server's replies."""


def a_vector(given):
    return {"indices": given.indices, "values": given.values} if hasattr(given, "indices") else list(given)


def a_record(record) -> dict:
    vector = record.vector
    return {
        "id": str(record.id),
        "payload": record.payload,
        **({} if vector is None else {"vector": {name: a_vector(one) for name, one in vector.items()}}),
    }


def a_hit(hit) -> dict:
    return {**a_record(hit), "version": hit.version, "score": hit.score}
