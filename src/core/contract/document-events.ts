import { z } from 'zod';
import { acl, aclVersion } from './acl.ts';
import { classification, contractId, envelope, sequence, tenant } from './envelope.ts';

const subject = z
  .string()
  .regex(/^doc\/./, 'doc/ and the id of the document')
  .max(204);
const about = envelope.extend({ subject, sequence });

/** Where a document stands, with who may read it there: a move never says one without the other. */
const place = {
  space: contractId,
  folderPath: z
    .array(contractId)
    .max(50)
    .default([])
    .meta({ description: 'Ids of its folders, the outermost first.' }),
  path: z.string().max(1_000).optional().meta({
    description: 'Its folders and file name as people read them, separated by `/`, below the space.',
  }),
  acl,
  aclVersion,
};

/** All that there is to know of a document but its bytes. */
const document = z
  .strictObject({
    tenant,
    ...place,
    title: z.string().min(1).max(500),
    mime: z.string().max(200).optional().meta({ description: 'Informs; the format is told from the bytes.' }),
    size: z.int().nonnegative().meta({ description: 'Bytes.' }),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')
      .meta({ description: 'Of the bytes.' }),
    contentVersion: z.int().nonnegative().meta({ description: 'Grows with each change of the bytes.' }),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .nullish()
      .meta({ description: 'Where people open it.' }),
    lang: z.string().max(35).optional(),
    createdBy: z.string().max(210).optional(),
    modifiedAt: z.iso.datetime({ offset: true }),
    encryption: z.enum(['none', 'e2ee']).default('none').meta({
      description: 'e2ee: encrypted from end to end. It is announced and counted, never fetched.',
    }),
    retentionUntil: z.iso
      .datetime({ offset: true })
      .nullish()
      .meta({ description: 'From then on it is gone here.' }),
  })
  .meta({ description: 'A document in full.' });

const whole = <T extends string>(type: T) =>
  about
    .extend({
      type: z.literal(type),
      dataclassification: classification.optional(),
      dataref: z
        .url({ protocol: /^https?$/ })
        .max(4_000)
        .optional()
        .meta({
          description:
            'Where the bytes are fetched, from a host that was declared with the source. Absent for e2ee.',
        }),
      data: document,
    })
    .refine(({ data, dataref }) => data.encryption === 'e2ee' || dataref !== undefined, {
      path: ['dataref'],
      message: 'needed unless the document is encrypted from end to end',
    });

export const documentUpserted = whole('fr.workplace.document.upserted.v1');
export const documentRestored = whole('fr.workplace.document.restored.v1');

export const documentMoved = about.extend({
  type: z.literal('fr.workplace.document.moved.v1'),
  data: z.strictObject({ tenant, ...place }),
});

export const documentDeleted = about.extend({
  type: z.literal('fr.workplace.document.deleted.v1'),
  data: z.strictObject({ tenant }),
});

export const documentAclChanged = about.extend({
  type: z.literal('fr.workplace.document.acl.changed.v1'),
  data: z.strictObject({ tenant, acl, aclVersion }),
});

export type DocumentData = z.infer<typeof document>;
