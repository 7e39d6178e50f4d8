import type { ChainFaultCode, ChainReport } from '../../core/audit/check-chain.ts';
import type { Language } from '../../core/document.ts';
import type { AuditRecord } from '../../ports/audit-repository.ts';

/** A record as it is exported: all that its hashes are computed from, so that anybody can. */
export function presentAuditRecord(record: AuditRecord) {
  const { org, sequence, at, actor, action, details, previousHash, contentHash, hash } = record;
  return {
    organisation: org,
    sequence,
    at: at.toISOString(),
    actor,
    action,
    details,
    previousHash,
    contentHash,
    hash,
  };
}

/** What a verification found. */
export function presentChainReport({ records, head, dropped, fault }: ChainReport, language: Language) {
  return {
    intact: fault === null,
    records,
    head: { sequence: head.sequence, hash: head.hash },
    dropped: { sequence: dropped.sequence, hash: dropped.hash },
    fault: fault && { ...fault, text: faultTexts[fault.code][language] },
  };
}

const faultTexts: Readonly<Record<ChainFaultCode, Readonly<Record<Language, string>>>> = {
  RECORD_ALTERED: {
    fr: 'Cet enregistrement ne dit plus ce qui avait été scellé.',
    en: 'This record no longer says what was sealed.',
  },
  RECORD_REMOVED: {
    fr: 'Cet enregistrement a été retiré.',
    en: 'This record was removed.',
  },
  RECORD_UNLINKED: {
    fr: 'Cet enregistrement ne suit pas celui qui le précède : l’un des deux a été remplacé ou déplacé.',
    en: 'This record does not follow the one before it: one of the two was exchanged or moved.',
  },
  RECORD_INSERTED: {
    fr: 'Cet enregistrement a été ajouté hors de la chaîne.',
    en: 'This record was added past the chain.',
  },
};
