import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
import { createPromptFiles } from '../adapters/filesystem/prompt-files.ts';
import { openOfficeConverter } from '../adapters/libreoffice/office-converter.ts';
import { readLegacyOffice } from '../adapters/libreoffice/read-legacy-office.ts';
import { createOpenAiEmbedder } from '../adapters/openai-compatible/embedder.ts';
import { createOpenAiLanguageModel } from '../adapters/openai-compatible/language-model.ts';
import { createProviderClients } from '../adapters/openai-compatible/provider-clients.ts';
import { createIdentityProviders } from '../adapters/openid/identity-providers.ts';
import { createAddressPolicy } from '../adapters/outgoing-http/address-policy.ts';
import { createWorkplaceClient } from '../adapters/outgoing-http/workplace-client.ts';
import { createParserPool } from '../adapters/parsers/parser-pool.ts';
import { layOutLanguageData } from '../adapters/parsers/recognition/language-data.ts';
import { withRecognition } from '../adapters/parsers/with-recognition.ts';
import { createReranker } from '../adapters/rerank/reranker.ts';
import { createWorkerThreadAnalyser } from '../adapters/worker-thread/text-analyser.ts';
import type { RoutedModel } from '../core/answer/answering-providers.ts';
import type { DocumentParser, MemoryParser, PageReader } from '../ports/document-parser.ts';
import type { Embedders } from '../ports/embedders.ts';
import type { IdentityProviders } from '../ports/identity-providers.ts';
import type { OfficeConverter } from '../ports/office-converter.ts';
import type { PromptLibrary } from '../ports/prompt-library.ts';
import type { ProviderClients } from '../ports/provider-clients.ts';
import type { Reranker } from '../ports/reranker.ts';
import type { TextAnalyser } from '../ports/text-analyser.ts';
import type { WorkplaceClient } from '../ports/workplace-client.ts';
import { type LocalModel, openLocalModel } from './local-model.ts';

/** Everything that reads, embeds or writes text. What is not configured is absent. */
export type Engines = {
  readonly parser: DocumentParser & PageReader & MemoryParser;
  /** Reads what nobody waits for, in processes of a lower priority that take no place of `parser`'s; absent: `parser` does. */
  readonly backlogParser?: DocumentParser;
  /** True when `parser` can recognise characters. */
  readonly recognises: boolean;
  /** LibreOffice, where it is installed. */
  readonly converter?: OfficeConverter;
  readonly analyser: TextAnalyser;
  readonly prompts: PromptLibrary;
  /** With a model on this machine, `current` may appear later, when that is installed. */
  readonly embedders: Embedders;
  /** The model on this machine, where one may be used. */
  readonly localModel?: LocalModel;
  readonly reranker?: Reranker;
  /** The deployer's model; organisations may have set up providers of their own. */
  readonly deployed?: RoutedModel;
  readonly clients: ProviderClients;
  readonly workplaceClient: WorkplaceClient;
  readonly identityProviders: IdentityProviders;
  close(): Promise<void>;
};

const promptFolder = join(import.meta.dirname, '..', '..', 'prompts');

export async function createEngines(environment: Environment): Promise<Engines> {
  const { embeddings, previousEmbeddings, languageModel, parserProcesses, rerank, soffice } = environment;
  const localModel = await openLocalModel(environment);
  const server = embeddings && createOpenAiEmbedder(embeddings);
  const converter = await openOfficeConverter(soffice);
  const languageData = await layOutLanguageData(join(environment.dataFolder, 'tessdata'));
  const pool = createParserPool({ size: parserProcesses });
  const backlogPool = createParserPool({ size: parserProcesses, niceness: tunables.parsing.backlogNiceness });
  const reader = languageData === null ? pool : withRecognition(pool, createRecogniser(languageData));
  const workplaceClient = createWorkplaceClient(
    createAddressPolicy(environment.workplaceNetworks, 'WORKPLACE_PRIVATE_NETWORKS'),
  );
  const analyser = createWorkerThreadAnalyser(tunables.analysis);
  const parser = converter === null ? reader : readLegacyOffice(reader, converter);
  const backlogParser = converter === null ? backlogPool : readLegacyOffice(backlogPool, converter);
  return {
    parser,
    backlogParser,
    ...(converter && { converter }),
    recognises: languageData !== null,
    analyser,
    prompts: await createPromptFiles(promptFolder),
    embedders: {
      get current() {
        return server ?? localModel?.embedder();
      },
      ...(previousEmbeddings && { previous: createOpenAiEmbedder(previousEmbeddings) }),
    },
    ...(localModel && { localModel }),
    ...(rerank && { reranker: createReranker(rerank) }),
    ...(languageModel && {
      deployed: {
        ...createOpenAiLanguageModel(languageModel),
        id: 'deployed',
        trust: languageModel.trust,
        ...(languageModel.smallModel !== undefined && {
          smaller: createOpenAiLanguageModel({ ...languageModel, model: languageModel.smallModel }),
        }),
      },
    }),
    workplaceClient,
    clients: createProviderClients({ openedNetworks: environment.providerNetworks }),
    identityProviders: createIdentityProviders({
      mayConnect: createAddressPolicy(environment.issuerNetworks, 'ISSUER_PRIVATE_NETWORKS'),
    }),
    close: async () => {
      workplaceClient.close();
      await Promise.all([
        parser.close(),
        backlogPool.close(),
        converter?.close(),
        analyser.close(),
        localModel?.close(),
      ]);
    },
  };
}

/** One process beside those that read: slow, patient, and polite to them. */
function createRecogniser(languageData: string): DocumentParser {
  const { timeoutMs, pageTimeoutMs, processorSeconds, niceness } = tunables.recognition;
  const limits = { timeoutMs, progressTimeoutMs: pageTimeoutMs, processorSeconds, niceness };
  // All that it reads is slow: one that gave up its turn would let another one start.
  return createParserPool({ size: 1, slowProcesses: 0, languageData, ...limits });
}
