import type { Selectable } from 'kysely';
import type { CalibrationRepository, StoredCalibration } from '../../ports/calibration-repository.ts';
import type { Database } from './database.ts';
import { recordAudit } from './record-audit.ts';
import type { Schema } from './schema.ts';

/** Calibrations in PostgreSQL. */
export function createCalibrationRepository(db: Database): CalibrationRepository {
  return {
    find: async (org, calibratedFor) => {
      const row = await db
        .selectFrom('calibration')
        // Named, so that it is prepared: it is asked for with each search.
        .select([
          'calibrated_for',
          'slope',
          'log_odds_offset',
          'floor',
          'quoted_floor',
          'sure',
          'answerable',
          'unanswerable',
          'auroc',
          'fitted_at',
        ])
        .where('org', '=', org)
        .where('calibrated_for', '=', calibratedFor)
        .executeTakeFirst();
      return row ? toCalibration(row) : null;
    },

    save: (org, { calibratedFor, offset, quotedFloor, ...numbers }) =>
      db.transaction().execute(async (transaction) => {
        const fitted = { ...numbers, log_odds_offset: offset, quoted_floor: quotedFloor };
        await transaction
          .insertInto('calibration')
          .values({ org, calibrated_for: calibratedFor, ...fitted })
          .onConflict((conflict) =>
            conflict.columns(['org', 'calibrated_for']).doUpdateSet({ ...fitted, fitted_at: new Date() }),
          )
          .execute();
        await recordAudit(transaction, org, null, 'calibration-saved', {
          calibratedFor,
          offset,
          quotedFloor,
          ...numbers,
        });
      }),

    reset: (org) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('calibration')
          .where('org', '=', org)
          .returning('calibrated_for')
          .execute();
        if (removed.length > 0)
          await recordAudit(transaction, org, null, 'calibration-reset', { calibrations: removed.length });
        return removed.length;
      }),
  };
}

function toCalibration(row: Omit<Selectable<Schema['calibration']>, 'org'>): StoredCalibration {
  const { slope, floor, sure, answerable, unanswerable, auroc } = row;
  return {
    calibratedFor: row.calibrated_for,
    slope,
    offset: row.log_odds_offset,
    floor,
    quotedFloor: row.quoted_floor,
    sure,
    answerable,
    unanswerable,
    auroc,
    fittedAt: row.fitted_at,
  };
}
