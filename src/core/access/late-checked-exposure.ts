import type { ExposedDocument, ExposureReport } from '../../ports/exposure-report.ts';
import type { LateCheck } from '../../ports/late-check.ts';
import { fillPage } from './fill-page.ts';

/** A report that names no document which its source refuses to the reader (R10); its counts are made of the rights that are known here. */
export function withLateCheckedExposure(report: ExposureReport, check: LateCheck): ExposureReport {
  return {
    summarise: report.summarise,
    listDocuments: async (within, { after, limit, ...query }) => {
      let withheld = 0;
      const documents = await fillPage<ExposedDocument>(
        async (last, most) => {
          const from = last ?? after;
          const page = await report.listDocuments(within, {
            ...query,
            limit: most,
            ...(from && { after: from }),
          });
          ({ withheld } = page);
          return page.documents;
        },
        async (rows) => {
          const refused = await check.refusedDocuments(
            within,
            rows.map(({ id }) => id),
          );
          return rows.filter(({ id }) => !refused.has(id));
        },
        limit,
      );
      return { documents, withheld };
    },
  };
}
