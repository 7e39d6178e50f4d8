"""Makes of the JSON of requests what the engine takes. What is not known is refused, so that no filter gets lost."""

import qdrant_edge as engine

from refusal import bad_request
from versions import since

DISTANCES = {
    "Cosine": engine.Distance.Cosine,
    "Dot": engine.Distance.Dot,
    "Euclid": engine.Distance.Euclid,
    "Manhattan": engine.Distance.Manhattan,
}
DATATYPES = {
    "float32": engine.VectorStorageDatatype.Float32,
    "float16": engine.VectorStorageDatatype.Float16,
    "uint8": engine.VectorStorageDatatype.Uint8,
}
MEMORY = {"cold": engine.Memory.Cold, "cached": engine.Memory.Cached, "pinned": engine.Memory.Pinned}
INDEXES = {
    "keyword": engine.KeywordIndexParams,
    "integer": engine.IntegerIndexParams,
    "uuid": engine.UuidIndexParams,
    "bool": engine.BoolIndexParams,
}


def only(given: dict, *known: str) -> dict:
    unknown = [key for key, value in given.items() if key not in known and value is not None]
    if unknown:
        raise bad_request(f"not known here: {', '.join(unknown)}")
    return given


def one_of(table: dict, name):
    if name is None:
        return None
    if name not in table:
        raise bad_request(f"not known here: {name}")
    return table[name]


def a_filter(given):
    if given is None:
        return None
    only(given, "must", "should", "must_not")
    clauses = {key: as_list(given[key]) for key in ("must", "should", "must_not") if given.get(key) is not None}
    return engine.Filter(**{key: [a_condition(one) for one in clause] for key, clause in clauses.items()})


def as_list(given):
    return given if isinstance(given, list) else [given]


def a_condition(given: dict):
    if "has_id" in given:
        return engine.HasIdCondition(set(given["has_id"]))
    if "has_vector" in given:
        return engine.HasVectorCondition(given["has_vector"])
    if "key" not in given:
        return a_filter(given)
    only(given, "key", "match", "range")
    if given.get("range") is not None:
        return engine.FieldCondition(given["key"], range=engine.RangeFloat(**only(given["range"], "gt", "gte", "lt", "lte")))
    match = only(given.get("match") or {}, "value", "any", "except")
    if "value" in match:
        return engine.FieldCondition(given["key"], match=engine.MatchValue(match["value"]))
    if "any" in match:
        return engine.FieldCondition(given["key"], match=engine.MatchAny(match["any"]))
    if "except" in match:
        return engine.FieldCondition(given["key"], match=engine.MatchExcept(match["except"]))
    raise bad_request("a condition without a match")


def filtered_keys(given):
    """Names of the payload fields that a filter looks at."""
    for clause in ("must", "should", "must_not"):
        for condition in as_list((given or {}).get(clause) or []):
            if "key" in condition:
                yield condition["key"]
            elif "has_id" not in condition and "has_vector" not in condition:
                yield from filtered_keys(condition)


def match_sizes(given):
    """Numbers of values that the conditions of a filter name."""
    for clause in ("must", "should", "must_not"):
        for condition in as_list((given or {}).get(clause) or []):
            if "key" in condition:
                yield len((condition.get("match") or {}).get("any") or [])
            elif "has_id" in condition:
                yield len(condition["has_id"])
            else:
                yield from match_sizes(condition)


def a_vector(given):
    if isinstance(given, dict):
        only(given, "indices", "values")
        return engine.SparseVector(given["indices"], [float(value) for value in given["values"]])
    return [float(value) for value in given]


def named_vectors(given: dict) -> dict:
    return {name: a_vector(vector) for name, vector in given.items()}


def points(given: list) -> list:
    for one in given:
        only(one, "id", "vector", "payload")
    return [engine.Point(one["id"], named_vectors(one["vector"]), one.get("payload") or {}) for one in given]


def search_params(given):
    if given is None:
        return None
    only(given, "hnsw_ef", "exact", "quantization", "indexed_only", "idf", "acorn")
    acorn = given.get("acorn")
    quantization = given.get("quantization")
    idf = given.get("idf")
    if idf is not None:
        since((1, 19), "params.idf")
    return engine.SearchParams(
        hnsw_ef=given.get("hnsw_ef"),
        exact=bool(given.get("exact")),
        indexed_only=bool(given.get("indexed_only")),
        quantization=quantization and engine.QuantizationSearchParams(**only(quantization, "ignore", "rescore", "oversampling")),
        acorn=acorn and engine.AcornSearchParams(**only(acorn, "enable", "max_selectivity")),
        idf=idf and engine.IdfParams(corpus=a_filter(only(idf, "corpus")["corpus"])),
    )


def a_query(given: dict):
    only(given, "query", "using", "filter", "params", "limit", "offset", "with_payload", "with_vector", "score_threshold")
    query = given.get("query")
    return engine.QueryRequest(
        limit=given.get("limit") or 10,
        offset=given.get("offset"),
        query=None if query is None else engine.Query.Nearest(a_vector(query), given.get("using")),
        filter=a_filter(given.get("filter")),
        params=search_params(given.get("params")),
        score_threshold=given.get("score_threshold"),
        with_payload=given.get("with_payload", False),
        with_vector=given.get("with_vector", False),
    )


def a_tier(given: dict):
    if given.get("memory") is None:
        return engine.Memory.Pinned if given.get("always_ram") else None
    since((1, 19), "memory")
    return one_of(MEMORY, given["memory"])


def an_index(given):
    if isinstance(given, str):
        given = {"type": given}
    options = {key: value for key, value in given.items() if key != "type"}
    if "memory" in options:
        options["memory"] = a_tier(options)
    return one_of(INDEXES, given["type"])(**options)


def a_config(given: dict) -> engine.EdgeConfig:
    """The parts of a collection's settings that the engine has; replicas, shards and strict mode are a server's."""
    sparse = {
        name: engine.EdgeSparseVectorParams(
            modifier=engine.Modifier.Idf if one.get("modifier") == "idf" else None,
            datatype=one_of(DATATYPES, (one.get("index") or {}).get("datatype")),
            full_scan_threshold=(one.get("index") or {}).get("full_scan_threshold"),
        )
        for name, one in (given.get("sparse_vectors") or {}).items()
    }
    hnsw = given.get("hnsw_config")
    scalar = (given.get("quantization_config") or {}).get("scalar")
    return engine.EdgeConfig(
        vectors={},
        sparse_vectors=sparse,
        hnsw_config=hnsw and engine.HnswIndexConfig(
            m=hnsw.get("m", 16),
            ef_construct=hnsw.get("ef_construct", 100),
            full_scan_threshold=hnsw.get("full_scan_threshold", 10_000),
            payload_m=hnsw.get("payload_m"),
        ),
        quantization_config=scalar and engine.ScalarQuantizationConfig(
            engine.ScalarType.Int8, quantile=scalar.get("quantile"), memory=a_tier(scalar)
        ),
    )
