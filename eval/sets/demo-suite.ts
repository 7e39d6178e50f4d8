import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { organisationFile } from '../../src/core/access/organisation-file.ts';
import { type NewSuite, writeSuite } from './written-suite.ts';

export const demoSuite = 'demo';

const questionsFile = z.array(
  z.looseObject({
    id: z.string(),
    question: z.string(),
    as: z.string(),
    documents: z.array(z.string()),
    answer: z.string().nullable(),
    alsoAs: z.array(z.object({ as: z.string(), answerable: z.boolean() })).default([]),
  }),
);

/**
 * The questions of the demo organisation as a suite: a person who may not read what holds the answer must get none, and see
 * nothing of those documents. `folder` is `demo/`, where the suite belongs.
 */
export function toDemoSuite(folder: string): NewSuite {
  const read = (name: string): unknown => parse(readFileSync(join(folder, name), 'utf8'));
  const organisation = organisationFile.parse(read('organisation.yaml'));
  const folders = Object.keys(organisation.spaces).map((space) => ({
    folder: `documents/${space}`,
    space,
    ...(existsSync(join(folder, 'access', `${space}.yaml`)) && { access: `access/${space}.yaml` }),
  }));
  return {
    header: {
      suite: demoSuite,
      title: 'Ville de Bellerive',
      corpus: { organisation: 'organisation.yaml', folders },
      measure: ['search', 'ask'],
    },
    questions: questionsFile.parse(read('questions.yaml')).flatMap((one) => {
      const { id, question, documents, answer } = one;
      const expected = answer === null ? { abstain: true } : { documents, answer };
      return [
        { id, question, as: one.as, cluster: id, ...expected },
        ...one.alsoAs.map(({ as, answerable }) => ({
          id: `${id}@${as}`,
          question,
          as,
          cluster: id,
          ...(answerable ? expected : { abstain: true, mustNotSee: { documents } }),
        })),
      ];
    }),
  };
}

export function writeDemoSuite(from: string, out: string): string[] {
  return [`${demoSuite}: ${writeSuite(out, toDemoSuite(from), 'suite.jsonl')} questions`];
}
