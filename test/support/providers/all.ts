import type { DialectName } from '../../../src/core/providers/provider.ts';
import { albert } from './albert.ts';
import type { ProviderFixture } from './fixture.ts';
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

/** One fixture for each dialect; the compiler misses none. */
export const fixtures: Readonly<Record<DialectName, ProviderFixture>> = {
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
