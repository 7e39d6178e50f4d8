import type { DocumentState, OrganisationId } from '../core/document.ts';
import type { ReasonCode } from '../core/reasons.ts';

/** All that decides whether one person may read one document, as it stands at this moment. */
export type AccessFacts = {
  /** `guest-excluded`: they come from outside an organisation that keeps guests from the assistant. */
  readonly person: 'active' | 'disabled' | 'guest-excluded';
  /** `null`: it was removed. */
  readonly document: null | {
    /** Where its rule comes from: itself, a folder above, what it is attached to, or the folder or upload that brought it. */
    readonly ruleOf: 'document' | 'folder' | 'parent' | 'place';
    /** Principals of the rule that the person is, and whether the rule restricts its readers at all. */
    readonly allowedAs: readonly string[];
    readonly restricts: boolean;
    readonly withinAs: readonly string[];
    readonly deniedAs: readonly string[];
    /** What the gate itself says of the rule. */
    readonly isReadable: boolean;
    readonly isSpaceOpen: boolean;
    readonly isAssistantOn: boolean;
    /** Its newest version was read and can be found. */
    readonly isLive: boolean;
    readonly state: DocumentState;
    readonly reason: ReasonCode | null;
    /** Its source wants to be asked at each reading. */
    readonly isLateChecked: boolean;
  };
};

/** Tells administrators why somebody sees a document, or does not. */
export type AccessExplanations = {
  /** `null` when there is no such person, or never was such a document. */
  read(org: OrganisationId, user: string, documentId: string): Promise<AccessFacts | null>;
  /** Keeps that `by` was told. */
  record(
    org: OrganisationId,
    by: string,
    told: {
      readonly user: string;
      readonly document: string;
      readonly mayOpen: boolean;
      readonly mayFind: boolean;
    },
  ): Promise<void>;
};
