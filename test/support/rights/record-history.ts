import { setImmediate } from 'node:timers/promises';
import { seededRandom } from '../../../bench/index/synthetic-corpus.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { ask } from '../../../src/core/answer/ask.ts';
import { isAppError } from '../../../src/core/errors.ts';
import { searchDocuments } from '../../../src/core/find/search-documents.ts';
import { everything } from '../../../src/core/scope.ts';
import type { PromptLibrary } from '../../../src/ports/prompt-library.ts';
import { aRecordingModel, fixedAskDeps } from '../../integration/rights/recording-model.ts';
import { anOrganisation, aSubmission, classFor, publishText, type TestStores } from '../test-stores.ts';
import type { Change, Use } from './history.ts';

type Space = 'mairie' | 'cabinet' | 'rh' | 'projet';
/** What happens to each document, over and over. */
const kinds = ['readers', 'move', 'version', 'removal', 'membership', 'switch'] as const;
type Kind = (typeof kinds)[number];

export type History = {
  readonly changes: readonly Change[];
  readonly uses: readonly Use[];
  /** Answers that ended because of a change while they were written. */
  readonly ended: number;
};

/**
 * Grants, revokes, moves, new versions, removals and switches of spaces, while alice searches and asks a model that keeps its prompts.
 * What was used is told by marks in the texts themselves, each of one document and one version.
 */
export async function recordHistory(
  open: TestStores,
  prompts: PromptLibrary,
  { org, turns, seed }: { readonly org: string; readonly turns: number; readonly seed: number },
): Promise<History> {
  const { stores } = open;
  const random = seededRandom(seed);
  const changes: Change[] = [];
  const uses: Use[] = [];
  let step = 0;
  let ended = 0;
  let working = 3;
  const now = () => {
    step += 1;
    return step;
  };
  /** Carries out a change and notes from when to when it may have taken effect. */
  async function change(values: Readonly<Record<string, Change['value']>>, work: () => Promise<unknown>) {
    const started = now();
    await work();
    const done = now();
    for (const [factor, value] of Object.entries(values))
      changes.push({ factor, value, started, ended: done });
  }

  const apply = (members: readonly string[]) =>
    stores.access.applyOrganisation(
      anOrganisation({
        organisation: org,
        spaces: {
          mairie: { title: 'Mairie', members: [`org:${org}`] },
          projet: { title: 'Projet', members: [`org:${org}`] },
          cabinet: { title: 'Cabinet', members: ['user:bruno'] },
          rh: { title: 'RH', members: members.map((user) => `user:${user}`) },
        },
      }),
      'test',
    );
  await change({ 'member:rh': true, 'enabled:projet': true }, () => apply(['alice', 'bruno']));
  const [everybody, nobody, cabinet, rh, projet] = await Promise.all(
    ['space:mairie', 'user:nobody', 'space:cabinet', 'space:rh', 'space:projet'].map((one) =>
      classFor(stores, org, one),
    ),
  );
  const home: Readonly<Record<Kind, { space: Space; accessClass: number }>> = {
    readers: { space: 'mairie', accessClass: everybody ?? 0 },
    move: { space: 'mairie', accessClass: everybody ?? 0 },
    version: { space: 'mairie', accessClass: everybody ?? 0 },
    removal: { space: 'mairie', accessClass: everybody ?? 0 },
    membership: { space: 'rh', accessClass: rh ?? 0 },
    switch: { space: 'projet', accessClass: projet ?? 0 },
  };
  const documents = [...kinds, ...kinds].map((kind, at) => ({ kind, name: `d${at}`, version: 0 }));
  type Document = (typeof documents)[number];

  const textOf = ({ name, version }: Document) => `La prime annuelle est due. Repère ${name}v${version}.`;
  const submissionOf = (document: Document, more: object = {}) => {
    const { name, kind } = document;
    const text = textOf(document);
    return aSubmission({ org, ...home[kind], externalId: name, title: name, text, ...more });
  };
  /** A next version, or the first one. It may be used from the moment that it is submitted, for all that a reader knows. */
  const publish = (document: Document) => {
    document.version += 1;
    const { name, version } = document;
    return change({ [`version:${name}`]: version, [`readable:${name}`]: true }, () =>
      publishText(stores, submissionOf(document), textOf(document)),
    );
  };
  for (const document of documents) await publish(document);

  const place = (document: Document, readable: boolean, elsewhere: object) =>
    change({ [`readable:${document.name}`]: readable }, () =>
      stores.documents.submit(submissionOf(document, readable ? {} : elsewhere)),
    );
  const turn: Readonly<Record<Kind, (document: Document, on: boolean) => Promise<void>>> = {
    readers: (document, on) => place(document, on, { accessClass: nobody }),
    move: (document, on) => place(document, on, { space: 'cabinet', accessClass: cabinet }),
    version: publish,
    removal: async (document, on) => {
      if (on) return publish(document);
      const known = await stores.documents.submit(submissionOf(document));
      await change({ [`readable:${document.name}`]: false }, () => stores.documents.remove(org, [known.id]));
    },
    membership: (_document, on) =>
      change({ 'member:rh': on }, () => apply(on ? ['alice', 'bruno'] : ['bruno'])),
    switch: async (_document, on) => {
      await change({ 'enabled:projet': on }, () =>
        stores.documents.switchSpace(org, 'projet', { enabled: on, by: null }),
      );
      if (!on) return;
      // Its documents are read anew.
      for (const other of documents.filter(({ kind }) => kind === 'switch')) await publish(other);
    },
  };
  async function keepChanging(document: Document): Promise<void> {
    for (let on = document.kind === 'version'; working > 0; on = !on) {
      await turn[document.kind](document, on);
      for (let pause = random() * 20; pause > 0; pause -= 1) await setImmediate();
    }
  }

  /** What these words were made from. */
  function note(
    what: string,
    words: string,
    span: { readonly started: number; readonly ended: number },
  ): void {
    for (const [, name = '', version] of new Set(words.matchAll(/Repère (d\d+)v(\d+)/g))) {
      const kind = documents.find((document) => document.name === name)?.kind;
      const needs: Use['needs'] = [
        { factor: `readable:${name}`, value: true },
        { factor: `version:${name}`, value: Number(version) },
        ...(kind === 'membership' ? [{ factor: 'member:rh', value: true }] : []),
        ...(kind === 'switch' ? [{ factor: 'enabled:projet', value: true }] : []),
      ];
      uses.push({ what: `${what} ${name}v${version}`, needs, ...span });
    }
  }
  async function search(): Promise<void> {
    const started = now();
    const within = await authoriseCaller(stores, { org, user: 'alice' });
    const request = { query: 'prime annuelle', scope: everything, limit: 12 };
    const { passages } = await searchDocuments(stores, within, request);
    note('search', passages.map(({ text }) => text).join(), { started, ended: now() });
  }
  async function answer(): Promise<void> {
    const started = now();
    const within = await authoriseCaller(stores, { org, user: 'alice' });
    const model = aRecordingModel();
    const asking: typeof model = {
      ...model,
      async *stream(turns, options) {
        note('prompt', JSON.stringify(turns), { started, ended: now() });
        yield* model.stream(turns, options);
      },
    };
    const { signal } = new AbortController();
    const request = { question: 'Quelle prime annuelle ?', scope: everything, signal };
    try {
      for await (const event of ask(fixedAskDeps(open, prompts, asking), within, request))
        if (event.type === 'sources')
          note('sources', event.sources.map(({ text }) => text).join(), { started, ended: now() });
    } catch (error) {
      if (!isAppError(error) || error.code !== 'ACCESS_CHANGED') throw error;
      ended += 1;
    }
  }
  async function keepUsing(work: () => Promise<void>): Promise<void> {
    try {
      for (let at = 0; at < turns; at += 1) await work();
    } finally {
      working -= 1;
    }
  }
  // One of a kind changes a space: two would undo each other's work.
  const changing = documents.filter(
    ({ kind }, at) => at < kinds.length || (kind !== 'membership' && kind !== 'switch'),
  );
  await Promise.all([...changing.map(keepChanging), keepUsing(search), keepUsing(search), keepUsing(answer)]);
  return { changes, uses, ended };
}
