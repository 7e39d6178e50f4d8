"""
Serves a part of Qdrant's REST interface over the engine of the wheel `qdrant-edge-py`, on loopback:
`serve.py FOLDER [--port N] [--api-key KEY] [--version V]`. Prints its address as JSON and ends with its standard input.
"""

import argparse
import json
import os
import shutil
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import versions
from collection import Collection
from refusal import Refusal, of_engine

arguments = argparse.ArgumentParser()
arguments.add_argument("folder")
arguments.add_argument("--port", type=int, default=0)
arguments.add_argument("--api-key")
arguments.add_argument("--version", default="1.19.0")
options = arguments.parse_args()
versions.play(options.version)

lock = threading.RLock()
collections: dict = {}
aliases: dict = {}
catalogue = os.path.join(options.folder, "catalogue.json")


def folder_of(name: str) -> str:
    return os.path.join(options.folder, "collections", name.encode().hex())


def remember():
    held = {"aliases": aliases, "collections": {name: one.settings for name, one in collections.items()}}
    with open(catalogue, "w") as file:
        json.dump(held, file)


def load():
    if not os.path.exists(catalogue):
        return
    with open(catalogue) as file:
        held = json.load(file)
    aliases.update(held["aliases"])
    for name, settings in held["collections"].items():
        collections[name] = Collection(folder_of(name), settings)


def find(name: str) -> Collection:
    found = collections.get(aliases.get(name, name))
    if found is None:
        raise Refusal(404, f"Not found: Collection `{name}` doesn't exist!")
    return found


def create_collection(name: str, settings: dict) -> bool:
    if name in collections:
        raise Refusal(409, f"Wrong input: Collection `{name}` already exists!")
    collections[name] = Collection(folder_of(name), settings)
    remember()
    return True


def delete_collection(name: str) -> bool:
    found = collections.pop(name, None)
    if found is None:
        return False
    found.close()
    shutil.rmtree(folder_of(name))
    for alias in [alias for alias, of in aliases.items() if of == name]:
        del aliases[alias]
    remember()
    return True


def change_aliases(given: dict) -> bool:
    for action in given["actions"]:
        [(verb, ask)] = action.items()
        if verb == "create_alias":
            if ask["collection_name"] not in collections:
                raise Refusal(404, f"Not found: Collection `{ask['collection_name']}` doesn't exist!")
            aliases[ask["alias_name"]] = ask["collection_name"]
        elif verb == "delete_alias":
            aliases.pop(ask["alias_name"], None)
        else:
            raise Refusal(400, f"Wrong input: not known here: {verb}")
    remember()
    return True


def named(*of: str) -> dict:
    return {"aliases": [{"alias_name": a, "collection_name": c} for a, c in aliases.items() if not of or c in of]}


READS = {
    "points/query": Collection.query,
    "points/query/batch": Collection.query_batch,
    "points/scroll": Collection.scroll,
    "points/count": Collection.count,
    "points": Collection.retrieve,
    "facet": Collection.facet,
}
WRITES = {
    ("PUT", "index"): Collection.create_index,
    ("PUT", "points"): Collection.upsert,
    ("PUT", "points/vectors"): Collection.update_vectors,
    ("POST", "points/vectors/delete"): Collection.delete_vectors,
    ("POST", "points/delete"): Collection.delete,
    ("POST", "points/payload"): Collection.set_payload,
}


def answer(method: str, path: list, given: dict):
    if path[:1] == ["collections"] and len(path) > 1 and path[1] != "aliases":
        return answer_collection(method, path[1], "/".join(path[2:]), path[2:], given)
    known = {
        ("GET", "collections"): lambda: {"collections": [{"name": name} for name in collections]},
        ("POST", "collections/aliases"): lambda: change_aliases(given),
        ("GET", "aliases"): named,
    }.get((method, "/".join(path)))
    if known is None:
        raise Refusal(404, "Not found: no such route here")
    return known()


def answer_collection(method: str, name: str, rest: str, parts: list, given: dict):
    if rest == "exists":
        return {"exists": aliases.get(name, name) in collections}
    if rest == "" and method == "PUT":
        return create_collection(name, given)
    if rest == "" and method == "DELETE":
        return delete_collection(name)
    collection = find(name)
    if rest == "" and method == "GET":
        return collection.info()
    if rest == "aliases":
        return named(name)
    if parts[:1] == ["vectors"] and len(parts) == 2:
        (collection.create_vector(parts[1], given) if method == "PUT" else collection.delete_vector(parts[1]))
        remember()
        return done()
    if method == "POST" and rest == "optimize":
        return collection.optimize()
    if method == "POST" and rest == "points/batch":
        return collection.batch(given)
    if method == "POST" and rest in READS:
        return READS[rest](collection, given)
    write = WRITES.get((method, rest))
    if write is None:
        raise Refusal(404, "Not found: no such route here")
    write(collection, given)
    return done()


def done() -> dict:
    return {"operation_id": 0, "status": "completed"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def respond(self, status: int, body: dict):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_any(self):
        started = time.monotonic()
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        if options.api_key and self.headers.get("api-key") != options.api_key:
            return self.respond(401, {"status": {"error": "Must provide an API key or an Authorization bearer token"}})
        path = [unquote(part) for part in urlsplit(self.path).path.split("/") if part]
        if not path:
            return self.respond(200, {"title": "qdrant - vector search engine", "version": options.version})
        try:
            given = json.loads(body) if body else {}
            with lock:
                result = answer(self.command, path, given)
            self.respond(200, {"result": result, "status": "ok", "time": time.monotonic() - started})
        except ConnectionError:
            raise
        except Refusal as refusal:
            self.respond(refusal.status, {"status": {"error": refusal.text}, "time": 0.0})
        except Exception as error:  # The engine's own errors have no type of theirs.
            refusal = of_engine(error)
            self.respond(refusal.status, {"status": {"error": refusal.text}, "time": 0.0})

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        """Whoever asked has gone: nobody is there to be told."""


os.makedirs(options.folder, exist_ok=True)
load()
server = Server(("127.0.0.1", options.port), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"address": f"http://127.0.0.1:{server.server_port}"}), flush=True)
sys.stdin.read()
with lock:
    for collection in collections.values():
        collection.close()
