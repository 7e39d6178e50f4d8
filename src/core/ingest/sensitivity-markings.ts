/** One way to mark a document; patterns match the start of a text without accents, in small letters. */
export type Marking = {
  /** The canonical name, in the language of the scheme that it belongs to. */
  readonly name: string;
  readonly pattern: RegExp;
  /** An everyday word too: it marks only a text of its own, or in capitals. */
  readonly isWeak?: true;
  /** One of a scale of levels: a document that names many of them explains the scale. */
  readonly isLevel?: true;
  /** Says that a document is open to all. */
  readonly isOpen?: true;
};

/** Longer wordings come before those that they begin with. */
export const markings: readonly Marking[] = [
  { name: 'Très secret défense', pattern: /^tres secret[ -]defense\b/, isLevel: true },
  { name: 'Très secret', pattern: /^tres secret\b/, isLevel: true },
  { name: 'Secret défense', pattern: /^secret[ -]defense\b/, isLevel: true },
  { name: 'Confidentiel défense', pattern: /^confidentiel[ -]defense\b/, isLevel: true },
  {
    name: 'Diffusion restreinte',
    pattern: /^(?:document |note )?(?:a |en )?diffusion ?:? ?(?:tres )?restreinte\b/,
    isLevel: true,
  },
  {
    name: 'Diffusion limitée',
    pattern: /^(?:document |note )?(?:a )?diffusion (?:limitee|controlee|interne)\b/,
  },
  { name: 'Spécial France', pattern: /^special france\b/ },
  {
    name: 'Confidentiel',
    pattern:
      /^(?:strictement |document |note |courrier |personnel et |prive et )?confidentiel(?:le)?s?(?: (?:medical|commercial|industrie|technologie|concours|personnel|ministere|entreprise|interne))?\b/,
    isLevel: true,
  },
  { name: 'Restreint UE', pattern: /^(?:restreint ue(?: ?\/ ?eu restricted)?|eu restricted)\b/ },
  { name: 'NATO restricted', pattern: /^(?:nato restricted|otan diffusion restreinte)\b/ },
  { name: 'Non protégé', pattern: /^non protegee?\b/, isOpen: true },
  { name: 'Non classifié', pattern: /^(?:non classifiee?|unclassified)\b/, isOpen: true },
  {
    name: 'Usage interne',
    pattern:
      /^(?:document )?(?:a |pour |reserve a l |reserve a un )?usage (?:strictement |exclusivement |uniquement )?interne(?: (?:uniquement|exclusivement|seulement))?\b/,
  },
  {
    name: 'Document interne – ne pas diffuser',
    pattern: /^(?:document|note|usage) internes?[ \-–—:,.]+(?:ne pas|ne doit pas etre) (?:re)?diffuser?\b/,
  },
  { name: 'Document interne', pattern: /^documents? (?:strictement )?internes?\b/, isWeak: true },
  { name: 'Ne pas diffuser', pattern: /^(?:ne pas (?:re)?diffuser|diffusion interdite)\b/ },
  {
    name: 'Données sensibles',
    pattern: /^(?:contient des |document contenant des )?donnees sensibles\b/,
    isWeak: true,
  },
  { name: 'TLP:RED', pattern: /^tlp ?[:\- ] ?red\b/ },
  { name: 'TLP:AMBER+STRICT', pattern: /^tlp ?[:\- ] ?amber ?\+ ?strict\b/ },
  { name: 'TLP:AMBER', pattern: /^tlp ?[:\- ] ?amber\b/ },
  { name: 'TLP:GREEN', pattern: /^tlp ?[:\- ] ?green\b/ },
  // Version 1 of the Traffic Light Protocol said WHITE.
  { name: 'TLP:CLEAR', pattern: /^tlp ?[:\- ] ?(?:clear|white)\b/, isOpen: true },
  { name: 'Top secret', pattern: /^top secret\b/, isLevel: true },
  { name: 'Official-Sensitive', pattern: /^official[ -]sensitive\b/ },
  {
    name: 'Confidential',
    pattern:
      /^(?:strictly |highly |company |commercial in confidence |private (?:and|&) |in )?confidential\b/,
    isLevel: true,
  },
  {
    name: 'Internal use only',
    pattern: /^(?:for )?internal (?:use )?only\b|^for internal use\b|^(?:for )?official use only\b/,
  },
  {
    name: 'Not for distribution',
    pattern: /^(?:not for|do not) (?:distribution|distribute|circulate|circulation|forward)\b/,
  },
  { name: 'Secret', pattern: /^secret\b/, isWeak: true, isLevel: true },
  { name: 'Sensible', pattern: /^(?:document )?sensible\b/, isWeak: true },
  { name: 'Sensitive', pattern: /^sensitive\b/, isWeak: true },
  {
    name: 'Restricted',
    pattern: /^(?:restricted(?: distribution)?|distribution restricted)\b/,
    isWeak: true,
    isLevel: true,
  },
];

/** A word that every marking holds, for a quick look at texts that are none. */
export const hintOfMarking =
  /confiden|diffus|secret|restri|restrei|sensi|tlp|intern|official|classif|prot[eéÉ]g|france|distrib|circul/i;
