import type { DialectName } from '../../../core/providers/provider.ts';
import type { Dialect } from '../dialect.ts';
import { albert } from './albert.ts';
import { generic } from './generic.ts';
import { mistral } from './mistral.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { outscale } from './outscale.ts';
import { ovh } from './ovh.ts';
import { scaleway } from './scaleway.ts';
import { tei } from './tei.ts';
import { tgi } from './tgi.ts';
import { vllm } from './vllm.ts';

/** The one list of dialects. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  openai,
  mistral,
  albert,
  outscale,
  scaleway,
  ovh,
  vllm,
  ollama,
  tgi,
  tei,
  generic,
};
