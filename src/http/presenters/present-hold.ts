import type { LegalHold } from '../../ports/hold-repository.ts';

/** A legal hold, for administrators and the operator. */
export function presentHold({ id, subject, reason, placedBy, placedAt, releasedBy, releasedAt }: LegalHold) {
  return {
    id,
    subject: { kind: subject.kind, id: subject.id },
    reason,
    placedBy,
    placedAt: placedAt.toISOString(),
    releasedBy,
    releasedAt: releasedAt?.toISOString() ?? null,
  };
}
