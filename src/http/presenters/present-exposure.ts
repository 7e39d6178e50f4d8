import type { ExposedDocument, ExposureSummary } from '../../ports/exposure-report.ts';

/** What many people could find: numbers and ids. */
export function presentExposure(threshold: number, { people, guests, spaces }: ExposureSummary) {
  return {
    threshold,
    people,
    guests,
    spaces: spaces.map((space) => ({
      id: space.id,
      title: space.title,
      assistantEnabled: space.assistantEnabled,
      people: space.people,
      documents: space.documents,
      unread: space.unread,
      aboveThreshold: space.aboveThreshold,
      openToGuests: space.openToGuests,
      exposed: space.exposed,
      sensitive: space.sensitive,
      owners: space.owners.map(({ user, documents }) => ({ user, documents })),
    })),
  };
}

/** A document that many people could find, for an administrator who may read it. */
export function presentExposedDocument(document: ExposedDocument) {
  const { id, space, title, path, people, guests, isSensitive, owner } = document;
  return { id, space, title, path, people, guests, sensitive: isSensitive, owner };
}
