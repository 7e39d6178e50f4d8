import os

import qdrant_edge as engine

import from_json
import to_json
from refusal import bad_request
from versions import since


class Collection:
    """One collection on the engine, with the checks of a server's strict mode that the engine does not know."""

    def __init__(self, folder: str, settings: dict):
        self.settings = settings
        self.fields: dict = {}
        existed = os.path.isdir(folder)
        os.makedirs(folder, exist_ok=True)
        self.shard = (
            engine.EdgeShard.load(folder) if existed else engine.EdgeShard.create(folder, from_json.a_config(settings))
        )
        if existed:
            self.fields = {name: {"data_type": "unknown"} for name in self.shard.info().payload_schema}

    def close(self):
        self.shard.close()

    def info(self) -> dict:
        held = self.shard.info()
        params = {key: value for key, value in self.settings.items() if key in ("vectors", "sparse_vectors")}
        return {
            "status": "green",
            "optimizer_status": "ok",
            "segments_count": held.segments_count,
            "points_count": held.points_count,
            "indexed_vectors_count": held.indexed_vectors_count,
            "config": {"params": params, "strict_mode_config": self.settings.get("strict_mode_config")},
            "payload_schema": self.fields,
        }

    def limit(self, name: str):
        strict = self.settings.get("strict_mode_config") or {}
        return strict.get(name) if strict.get("enabled") else None

    def check_limit(self, name: str, value):
        most = self.limit(name)
        if most is not None and value > most:
            raise bad_request(f"Limit exceeded {value} > {most} for {name!r}")

    def check_filter(self, given, unindexed="unindexed_filtering_retrieve"):
        if given is None:
            return None
        if self.limit(unindexed) is False:
            for key in from_json.filtered_keys(given):
                if key not in self.fields:
                    raise bad_request(f'Index required but not found for "{key}"')
        for size in from_json.match_sizes(given):
            self.check_limit("condition_max_size", size)
        return from_json.a_filter(given)

    # Reading

    def query_batch(self, given: dict) -> list:
        self.check_limit("search_max_batchsize", len(given["searches"]))
        for one in given["searches"]:
            self.check_filter(one.get("filter"))
            self.check_filter(((one.get("params") or {}).get("idf") or {}).get("corpus"))
            self.check_limit("max_query_limit", one.get("limit") or 10)
            if self.limit("search_allow_exact") is False and (one.get("params") or {}).get("exact"):
                raise bad_request('Exact search disabled for "exact"')
        batch = engine.QueryBatchRequest([from_json.a_query(one) for one in given["searches"]])
        return [{"points": [to_json.a_hit(hit) for hit in hits]} for hits in self.shard.query_batch(batch)]

    def query(self, given: dict) -> dict:
        return self.query_batch({"searches": [given]})[0]

    def scroll(self, given: dict) -> dict:
        from_json.only(given, "filter", "limit", "offset", "with_payload", "with_vector")
        self.check_limit("max_query_limit", given.get("limit") or 10)
        records, following = self.shard.scroll(
            engine.ScrollRequest(
                limit=given.get("limit") or 10,
                offset=given.get("offset"),
                filter=self.check_filter(given.get("filter")),
                with_payload=given.get("with_payload", True),
                with_vector=given.get("with_vector", False),
            )
        )
        return {
            "points": [to_json.a_record(one) for one in records],
            "next_page_offset": None if following is None else str(following),
        }

    def retrieve(self, given: dict) -> list:
        from_json.only(given, "ids", "with_payload", "with_vector")
        records = self.shard.retrieve(given["ids"], given.get("with_payload", True), given.get("with_vector", False))
        return [to_json.a_record(one) for one in records]

    def count(self, given: dict) -> dict:
        from_json.only(given, "filter", "exact")
        asked = engine.CountRequest(exact=given.get("exact", True), filter=self.check_filter(given.get("filter")))
        return {"count": self.shard.count(asked)}

    def facet(self, given: dict) -> dict:
        from_json.only(given, "key", "limit", "exact", "filter")
        hits = self.shard.facet(
            engine.FacetRequest(
                given["key"],
                limit=given.get("limit") or 10,
                exact=bool(given.get("exact")),
                filter=self.check_filter(given.get("filter")),
            )
        )
        return {"hits": [{"value": hit.value, "count": hit.count} for hit in hits]}

    # Writing

    def update(self, operation):
        self.shard.update(operation)

    def optimize(self):
        """Builds the indexes that a server's optimizer builds in the background."""
        self.shard.optimize()

    def create_index(self, given: dict):
        schema = given["field_schema"]
        self.update(engine.UpdateOperation.create_field_index(given["field_name"], from_json.an_index(schema)))
        self.fields[given["field_name"]] = {"data_type": schema if isinstance(schema, str) else schema["type"]}

    def create_vector(self, name: str, given: dict):
        since((1, 18), "a vector that is added")
        dense = from_json.only(from_json.only(given, "dense")["dense"], "size", "distance", "datatype")
        self.update(
            engine.UpdateOperation.create_dense_vector(
                name,
                dense["size"],
                from_json.one_of(from_json.DISTANCES, dense["distance"]),
                datatype=from_json.one_of(from_json.DATATYPES, dense.get("datatype")),
            )
        )
        self.settings.setdefault("vectors", {})[name] = dense

    def delete_vector(self, name: str):
        self.update(engine.UpdateOperation.delete_vector_name(name))
        self.settings.get("vectors", {}).pop(name, None)

    def upsert(self, given: dict):
        from_json.only(given, "points", "update_filter", "update_mode")
        self.check_limit("upsert_max_batchsize", len(given["points"]))
        condition = self.check_filter(given.get("update_filter"), "unindexed_filtering_update")
        mode = from_json.one_of(
            {
                "upsert": engine.UpdateMode.Upsert,
                "insert_only": engine.UpdateMode.InsertOnly,
                "update_only": engine.UpdateMode.UpdateOnly,
            },
            given.get("update_mode"),
        )
        self.update(
            engine.UpdateOperation.upsert_points(from_json.points(given["points"]), condition, mode)
        )

    def update_vectors(self, given: dict):
        from_json.only(given, "points", "update_filter")
        condition = self.check_filter(given.get("update_filter"), "unindexed_filtering_update")
        made = [engine.PointVectors(one["id"], from_json.named_vectors(one["vector"])) for one in given["points"]]
        self.update(engine.UpdateOperation.update_vectors(made, condition))

    def delete_vectors(self, given: dict):
        from_json.only(given, "points", "filter", "vector")
        if given.get("points") is not None:
            self.update(engine.UpdateOperation.delete_vectors(given["points"], given["vector"]))
        else:
            condition = self.check_filter(given["filter"], "unindexed_filtering_update")
            self.update(engine.UpdateOperation.delete_vectors_by_filter(condition, given["vector"]))

    def delete(self, given: dict):
        from_json.only(given, "points", "filter")
        if given.get("points") is not None:
            self.update(engine.UpdateOperation.delete_points(given["points"]))
        else:
            condition = self.check_filter(given["filter"], "unindexed_filtering_update")
            self.update(engine.UpdateOperation.delete_points_by_filter(condition))

    def set_payload(self, given: dict):
        from_json.only(given, "payload", "points", "filter")
        if given.get("points") is not None:
            self.update(engine.UpdateOperation.set_payload(given["points"], given["payload"]))
        else:
            condition = self.check_filter(given["filter"], "unindexed_filtering_update")
            self.update(engine.UpdateOperation.set_payload_by_filter(condition, given["payload"]))

    def batch(self, given: dict) -> list:
        """One after the other; the first that fails ends it, and those before it stay done, as on a server."""
        known = {
            "upsert": self.upsert,
            "update_vectors": self.update_vectors,
            "delete_vectors": self.delete_vectors,
            "delete": self.delete,
            "set_payload": self.set_payload,
        }
        done = []
        for operation in given["operations"]:
            [(name, ask)] = operation.items()
            from_json.one_of(known, name)(ask)
            done.append({"operation_id": len(done), "status": "completed"})
        return done
