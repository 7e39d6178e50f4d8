import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertModel } from '../../../src/adapters/local-embedder/conversion/convert-model.ts';
import type { Precision } from '../../../src/adapters/local-embedder/conversion/graph-builder.ts';
import { type ModelFolder, readModelFolder } from '../../../src/adapters/local-embedder/model-folder.ts';
import { type TinyShape, tinyQ4File } from './tiny-q4-file.ts';

export type TinyModel = {
  readonly model: ModelFolder;
  /** Folder of the model. */
  readonly folder: string;
  /** Folder for whatever a test needs, removed with the model. */
  readonly scratch: string;
  remove(): Promise<void>;
};

/** A real model, converted by the product's own code, that loads in milliseconds. */
export async function makeTinyModel(
  options: { readonly precision?: Precision; readonly shape?: Partial<TinyShape> } = {},
): Promise<TinyModel> {
  const scratch = await mkdtemp(join(tmpdir(), 'sourcier-model-'));
  const weights = join(scratch, 'weights');
  const folder = join(scratch, 'tiny-e5-small');
  await writeFile(weights, tinyQ4File(options.shape));
  await convertModel(weights, folder, { precision: options.precision ?? 'int8' });
  const model = await readModelFolder(folder);
  if (!model) throw new Error('the tiny model was not recognised');
  return {
    model,
    folder,
    scratch,
    remove: () => rm(scratch, { recursive: true, force: true, maxRetries: 5 }),
  };
}
