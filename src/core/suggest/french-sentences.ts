import type { SentenceRule } from './suggestion.ts';

const apostrophe = "['’]";
/** What a sentence speaks of: an article and at most ten words, without a pause. */
const subject = `(?<subject>(?:L${apostrophe}|(?:Les?|La|Chaque|Tout|Toute) )[^\\s,;:()«»"“”|?!]+(?: [^\\s,;:()«»"“”|?!]+){0,9}?)`;
const number =
  '(?:\\d|(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|cent|mille)(?!\\p{L}))';
/** What numbers count when a sentence fixes one: « à 12 h » is a moment. */
const unit = '(?:€|euros?|k€|M€|%|points?|jours?|semaines?|mois|ans|années|heures?|minutes)';
const agents =
  'maire|conseil|services?|direction|directeur|directrice|commission|bureau|préfet|préfète|ministre|ministère|président|présidente|agents?|comité|responsable|cheffe?|collectivité|commune|ville|département|région|employeur|État|autorité|juge|tribunal|assemblée|parents|familles?|titulaire|prestataire|entreprise|acheteur|usagers?|élue?s?|adjointe?|police|centre|trésorier|médecin|équipe|association|gestionnaire|administration|bénéficiaire|personne|jury|référente?|secrétariat|CCAS';
const day =
  '(?:lundi |mardi |mercredi |jeudi |vendredi |samedi |dimanche )?\\d{1,2}(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)';
/** How a day is introduced. */
const on = `(?:le|au|du|dès le|à compter du|à partir du|avant le|jusqu${apostrophe}au)`;
const measures =
  'durée|montant|taux|prix|tarif|coût|délai|plafond|plancher|seuil|nombre|budget|quotité|capacité|superficie|température|distance|participation|cotisation|redevance|subvention|enveloppe|indemnité|prime|quota';
/** What points at something that was said before, or begins another clause: such a subject says nothing by itself. */
const leaning = new RegExp(
  `(?<!\\p{L})(?:(?:qu|s|n|c|j|m)${apostrophe}|(?:qui|que|dont|où|ce|cet|cette|ces|celui|celle|ceux|celles|il|elle|ils|elles|se|ne|pas|leurs?|son|sa|ses|nous|nos|notre|vous|vos|votre|je|mon|ma|mes|présente?s?|dite?s?|susvisée?s?|précitée?s?|précédente?s?|suivante?s?|mêmes?|derni[eè]re?s?|autres?|ci-[^ ]+|est|sont|a|ont|peut|peuvent|doit|doivent|sera|seront|était|étaient|fut|si|mais|donc)(?!\\p{L}))`,
  'iu',
);

/** « La participation » within a sentence; `null` where it leans on what was said before. */
function spoken(found: string | undefined): string | null {
  if (found === undefined || leaning.test(found)) return null;
  return found.charAt(0).toLowerCase() + found.slice(1);
}

/** A rule that asks for its subject, put at the place of `…`. */
function rule(
  kind: SentenceRule['kind'],
  rest: string,
  question: (found: Readonly<Record<string, string>>) => string,
): SentenceRule {
  return {
    kind,
    pattern: new RegExp(`^${subject} ${rest}`, 'u'),
    ask: (found) => {
      const about = spoken(found.subject);
      return about && question(found).replace('…', () => about);
    },
  };
}

/**
 * Forms of French sentences that say a number, a day, a rule or a definition. Questions turn verb and subject round (« À combien
 * est fixée la participation ? »), which needs neither gender nor number of the subject.
 */
export const frenchSentences: readonly SentenceRule[] = [
  {
    kind: 'amount',
    pattern: new RegExp(
      `^(?<article>Le|La) (?<measure>${measures})(?<of> [^,;:()«»"“”|?!]{3,90}?) (?:est(?: \\p{L}+e?)?(?: de| d${apostrophe}| à)|s${apostrophe}élève à|atteint|reste (?:de|à)) ?[^.;]{0,30}?${number}`,
      'u',
    ),
    ask: ({ article, measure, of = '' }) =>
      leaning.test(of)
        ? null
        : `Quel${article === 'La' ? 'le' : ''} est ${article?.toLowerCase()} ${measure}${of} ?`,
  },
  rule(
    'amount',
    `(?<be>est|sont|reste|restent) (?<done>(?:fix|port|limit|plafonn|estim|évalu|maintenu)ée?s?|établie?s?) (?:[^.,;]{0,40} )?à (?![^.;]{0,40} avant )${number}[^.,;]{0,24}?${unit}`,
    ({ be, done }) => `À combien ${be} ${done} … ?`,
  ),
  rule('amount', `(?<verb>s${apostrophe}élève(?:nt)?) à ${number}`, ({ verb }) => `À combien ${verb} … ?`),
  rule(
    'amount',
    `(?<verb>coûte|coûtent|dure|durent) [^.;]{0,20}?${number}`,
    ({ verb }) => `Combien ${verb} … ?`,
  ),
  rule(
    'amount',
    `(?<be>est|sont) de ${number}[^.;]{0,12}?(?:€|euros?|%)`,
    ({ be }) => `De combien ${be} … ?`,
  ),
  rule(
    'amount',
    `(?<have>a|ont) droit à ${number}[^ ]* ?[^ ]*? ?(?<what>jours?|heures?|semaines?|mois|points?)(?<kind>(?: (?:ouvrés|ouvrables))?(?: (?:de |d${apostrophe})\\p{L}+(?: (?:annuels?|payés?|supplémentaires?|exceptionnels?|hebdomadaires?))?)?)`,
    ({ have, what, kind = '' }) => `À combien ${of(what ?? '')}${kind} ${have} droit … ?`,
  ),
  rule(
    'amount',
    `(?<have>bénéficie|bénéficient) de ${number}[^ ]* ?[^ ]*? ?(?<what>jours?|heures?|semaines?|mois|points?)(?<kind>(?: (?:ouvrés|ouvrables))?(?: (?:de |d${apostrophe})\\p{L}+(?: (?:annuels?|payés?|supplémentaires?|exceptionnels?))?)?)`,
    ({ have, what, kind = '' }) => `De combien ${of(what ?? '')}${kind} ${have} … ?`,
  ),
  rule(
    'amount',
    `(?<have>dispose|disposent) (?:d${apostrophe}un délai )?de ${number}[^ ]* ?[^ ]*? ?(?:jours?|heures?|semaines?|mois)(?!\\p{L})`,
    ({ have }) => `De quel délai ${have} … ?`,
  ),
  rule(
    'day',
    `(?<be>est|sont) (?<done>fixée?s?) (?:[^.,;]{0,30} )?au ${day}`,
    ({ be, done }) => `À quelle date ${be} ${done} … ?`,
  ),
  rule(
    'day',
    `(?<verb>a lieu|ont lieu|aura lieu|auront lieu|se tient|se tiennent|se tiendra|se déroulera?|entre en vigueur|entrent en vigueur|entrera en vigueur|prend effet|prennent effet|prendra effet|prend fin|débute|débutera|commence|commencera|ouvre|ouvrira|ferme|fermera|s${apostrophe}achève|s${apostrophe}achèvera|se termine|se terminera|expire) (?:[^.;]{0,30}? )?${on} ${day}`,
    ({ verb }) => `Quand ${verb} … ?`,
  ),
  rule(
    'day',
    `(?<must>doit|doivent) être (?<done>\\p{L}+(?:ée?|ie?|ue?|ise?|ite?)s?) [^.;]{0,80}?(?:dans (?:un|le) délai|dans les|sous) [^.;]{0,12}?${number}`,
    ({ must, done }) => `Dans quel délai ${must} être ${done} … ?`,
  ),
  rule(
    'day',
    `(?<must>doit|doivent) être (?<done>\\p{L}+(?:ée?|ie?|ue?|ise?|ite?)s?) [^.;]{0,80}?(?:${on} ${day}|au plus tard|avant l[ea'’])`,
    ({ must, done }) => `Quand ${must} être ${done} … ?`,
  ),
  rule(
    'day',
    `(?<be>est|sont) (?<done>ouverte?s?|fermée?s?|versée?s?|payée?s?|convoquée?s?|publiée?s?) (?:[^.;]{0,30}? )?(?:${on} ${day}|tous les|chaque|du (?:lundi|mardi|mercredi)|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi)|au mois|en (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre))`,
    ({ be, done }) => `Quand ${be} ${done} … ?`,
  ),
  rule(
    'rule',
    '(?<be>est|sont) (?<done>réservée?s?|ouverte?s?|destinée?s?) aux? ',
    ({ be, done }) => `À qui ${be} ${done} … ?`,
  ),
  rule(
    'rule',
    `(?<be>est|sont) (?<done>\\p{L}+(?:ée|é|ie|i|ue|u|ise|is|ite|it)s?) par (?:l[ea] |l${apostrophe}|les |une? )(?:${agents})(?!\\p{L})`,
    ({ be, done }) => `Par qui ${be} ${done} … ?`,
  ),
  rule(
    'rule',
    '(?<be>est|sont) (?<done>calculée?s?|financée?s?) ',
    ({ be, done }) => `Comment ${be} ${done} … ?`,
  ),
  rule(
    'rule',
    '(?<be>est|sont) (?<done>composée?s?|constituée?s?) (?:de|d)',
    ({ be, done }) => `De quoi ${be} ${done} … ?`,
  ),
  rule('rule', '(?<be>est|sont) (?<done>chargée?s?) (?:de|d)', ({ be, done }) => `De quoi ${be} ${done} … ?`),
  rule('rule', '(?<verb>comprend|comprennent|comporte|comportent) ', ({ verb }) => `Que ${verb} … ?`),
  rule('definition', `(?:est|sont) (?:une?|l${apostrophe}ensemble|le fait|des) `, () => 'Qu’est-ce que … ?'),
  rule('definition', 'désigne(?:nt)? ', () => 'Que désigne … ?'),
];

/** « de jours », « d’heures » */
function of(word: string): string {
  return /^h/.test(word) ? `d’${word}` : `de ${word}`;
}
