/** Why a format is not read here that is read elsewhere. */
export const unreadableInMemory = {
  fr: 'Ce format ne se lit qu’en passant par un fichier sur le disque du serveur, ce qui est exclu ici : enregistrez-le en PDF, DOCX ou ODT.',
  en: 'This format is only read by way of a file on the server’s disk, which is ruled out here: save it as PDF, DOCX or ODT.',
} as const;

/** What its person is told when it is open. */
export const keptInMemory = {
  fr: 'Ce document n’est gardé que dans la mémoire du serveur : rien n’en est enregistré, et il est oublié à la fermeture, après un temps sans question ou au redémarrage.',
  en: 'This document is kept in the memory of the server alone: nothing of it is stored, and it is forgotten when it is closed, after a time without questions or at a restart.',
} as const;
