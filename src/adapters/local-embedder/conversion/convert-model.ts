import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bertGraph } from './bert-graph.ts';
import type { Precision } from './graph-builder.ts';
import { onnxModel } from './onnx.ts';
import { openQ4Model, type Q4Model } from './q4-model-file.ts';
import { tokenizerJson } from './tokenizer-json.ts';

const opset = 20;

/** What models of the family E5 were trained to see before texts of each kind. */
const e5Prompts = { query: 'query: ', passage: 'passage: ' };

/**
 * Writes the folder of a model as Hugging Face lays it out (`config.json`, `tokenizer.json`, `onnx/…`) from a file of
 * weights in 4 bits. Weights are read and written piece by piece: the whole takes about 200 MB of memory.
 * @throws AppError `MODEL_FILE_INVALID` when the file is damaged; the folder is then incomplete
 */
export async function convertModel(
  from: string,
  to: string,
  options: {
    readonly precision?: Precision;
    readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<void> {
  const { precision = 'int8', onProgress, signal } = options;
  const model = await openQ4Model(from);
  try {
    await mkdir(join(to, 'onnx'), { recursive: true });
    await writeFile(join(to, 'config.json'), `${JSON.stringify(configOf(model), null, 2)}\n`);
    await writeFile(
      join(to, 'config_sentence_transformers.json'),
      `${JSON.stringify({ prompts: e5Prompts })}\n`,
    );
    await writeFile(join(to, 'tokenizer.json'), JSON.stringify(tokenizerJson(model.vocabulary)));
    const bytes = onnxModel(bertGraph(model, precision), opset);
    const name = precision === 'int8' ? 'model_quantized.onnx' : 'model.onnx';
    const file = await open(join(to, 'onnx', name), 'w');
    try {
      let done = 0;
      for (const piece of bytes.pieces()) {
        signal?.throwIfAborted();
        await file.writeFile(piece);
        done += piece.byteLength;
        onProgress?.(done, bytes.byteLength);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await model.close();
  }
}

/** The keys of a `config.json` that say what the model is; readers of such folders know them. */
function configOf({ shape, vocabulary }: Q4Model): object {
  return {
    architectures: ['BertModel'],
    model_type: 'bert',
    hidden_act: 'gelu',
    hidden_size: shape.hidden,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    intermediate_size: shape.feedForward,
    vocab_size: shape.words,
    max_position_embeddings: shape.positions,
    type_vocab_size: shape.tokenTypes,
    layer_norm_eps: shape.epsilon,
    bos_token_id: vocabulary.ids.bos,
    eos_token_id: vocabulary.ids.eos,
    pad_token_id: vocabulary.ids.pad,
  };
}
