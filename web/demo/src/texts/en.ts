import type { fr } from './fr.ts';

/** The same in English. */
export const en: typeof fr = {
  skipToContent: 'Skip to content',
  skipToAssistant: 'Skip to the assistant',
  otherLanguage: 'Français',
  panes: 'Part of the page',
  documents: 'Documents',
  choosePerson: 'Choose a person',
  choosePersonWhy:
    'Each person sees only what they have the right to read. Change person at any time, at the top of the page.',
  person: 'Person',
  demoAbsent: 'The demonstration is not active',
  demoAbsentWhat: 'Start the server with its demonstration documents, then reload this page.',
  spaces: 'Spaces',
  noSpace: 'This person belongs to no space.',
  sensitivity: 'Sensitivity: {{value}}',
  documentCount_one: '{{count}} document',
  documentCount_other: '{{count}} documents',
  noDocument: 'No document in this space.',
  moreDocuments: 'Show more',
  addFiles: 'Add files',
  dropHere: 'or drop them here',
  dropNow: 'Drop to add to this space',
  uploads: 'Added files',
  sending: 'Sending “{{name}}”',
  sent: '“{{name}}” was received',
  ready: '“{{name}}” can be found',
  notReadable: '“{{name}}” cannot be found',
  uploadFailed: '“{{name}}” was not added',
  removeDocument: 'Delete “{{title}}”',
  removeDocumentAsk: 'Delete this document?',
  removeDocumentWhat:
    '“{{title}}” will be removed from the space for everyone and no longer cited. This cannot be undone.',
  removed: '“{{title}}” was deleted.',
  assistant: 'Assistant',
  openAssistant: 'Open the assistant',
};
