import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Environment, LocalModelSettings } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
import { createLocalEmbedder, type LocalEmbedder } from '../adapters/local-embedder/embedder.ts';
import { type InstallProgress, installModel } from '../adapters/local-embedder/installation/install-model.ts';
import {
  type InstallReport,
  readInstallReport,
  writeInstallReport,
} from '../adapters/local-embedder/installation/install-report.ts';
import { modelCatalogue, usualModel } from '../adapters/local-embedder/installation/model-catalogue.ts';
import { readModelFolder } from '../adapters/local-embedder/model-folder.ts';
import { AppError, isAppError } from '../core/errors.ts';

export { usualModel };

/** The embedding model on this machine: there from the start, or as soon as it is installed. */
export type LocalModel = {
  readonly embedder: () => LocalEmbedder | undefined;
  /** Opens the model if its files are there by now. */
  look(): Promise<void>;
  /** An installation under way in whatever process of the data folder, or one that failed. */
  installation(): Promise<InstallReport | null>;
  close(): Promise<void>;
};

/**
 * The model that the deployer names, else the usual one of the data folder; `undefined` where none may be used.
 * @throws AppError `CONFIGURATION_INVALID` when the named folder holds no model
 */
export async function openLocalModel({
  dataFolder,
  localModel,
}: Environment): Promise<LocalModel | undefined> {
  if (!localModel) return undefined;
  const { folder: named, queryPrefix, passagePrefix } = localModel;
  const folder = folderOf(localModel, dataFolder);
  const threads = localModel.threads ?? Math.max(1, availableParallelism() - 1);
  let embedder: LocalEmbedder | undefined;

  async function look(): Promise<void> {
    if (embedder) return;
    const model = await readModelFolder(folder);
    if (model)
      embedder ??= createLocalEmbedder(model, {
        folder: join(dataFolder, 'embedder'),
        threads,
        queryPrefix,
        passagePrefix,
      });
  }

  await look();
  if (named !== undefined && !embedder)
    throw new AppError('CONFIGURATION_INVALID', {
      detail:
        'EMBEDDINGS_MODEL_FOLDER: it needs config.json, tokenizer.json and onnx/model_quantized.onnx or onnx/model.onnx.',
    });
  return {
    embedder: () => embedder,
    look,
    installation: () => readInstallReport(modelsFolder(dataFolder)),
    close: async () => embedder?.close(),
  };
}

/** The environment as another data folder has the same model by it: the one named or installed here, or none. */
export async function withModelFrom(environment: Environment): Promise<Environment> {
  const { localModel, ...others } = environment;
  if (!localModel) return environment;
  const folder = folderOf(localModel, environment.dataFolder);
  const isThere = localModel.folder !== undefined || (await readModelFolder(folder)) !== null;
  return { ...others, ...(isThere && { localModel: { ...localModel, folder, installs: false } }) };
}

/** Models that can be installed, and whether they are. */
export async function listModels({ dataFolder }: Environment) {
  return Promise.all(
    modelCatalogue.map(async ({ name, licence, dimensions, package: from, wheel }) => ({
      name,
      licence,
      dimensions,
      from: `${from.name} ${from.version}`,
      fetchBytes: wheel.bytes,
      installed: (await readModelFolder(join(modelsFolder(dataFolder), name)).catch(() => null)) !== null,
    })),
  );
}

/**
 * Installs a model in the data folder, telling how far it is here and to whoever asks for the status.
 * @throws AppError `MODEL_UNKNOWN`, `PIP_MISSING`, `MODEL_FETCH_FAILED`, `MODEL_FILE_INVALID`
 */
export async function installNamedModel(
  { dataFolder, pipVariables }: Environment,
  name: string,
  options: { readonly onProgress?: (progress: InstallProgress) => void; readonly signal?: AbortSignal },
): Promise<'installed' | 'unchanged'> {
  const model = modelCatalogue.find((known) => known.name === name);
  if (!model) throw new AppError('MODEL_UNKNOWN', { detail: `model: ${name}` });
  const folder = modelsFolder(dataFolder);
  let last: InstallProgress = { step: 'fetch', share: 0 };
  let toldAt = 0;
  const tell = (failure: string | null) => writeInstallReport(folder, { model: name, ...last, failure });
  try {
    const done = await installModel(model, {
      folder,
      variables: pipVariables,
      signal: options.signal,
      onProgress: (progress) => {
        last = progress;
        options.onProgress?.(progress);
        if (Date.now() - toldAt < tunables.localEmbedder.progressMs) return;
        toldAt = Date.now();
        void tell(null).catch(() => {});
      },
    });
    await writeInstallReport(folder, null);
    return done;
  } catch (error) {
    if (options.signal?.aborted) await writeInstallReport(folder, null).catch(() => {});
    else await tell(isAppError(error) ? error.code : 'INTERNAL').catch(() => {});
    throw error;
  }
}

const modelsFolder = (dataFolder: string) => join(dataFolder, 'models');

const folderOf = (settings: LocalModelSettings, dataFolder: string) =>
  settings.folder ?? join(modelsFolder(dataFolder), usualModel.name);
