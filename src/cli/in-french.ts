/** What the library that reads the command line says of slips, each with its French. */
const slips: readonly (readonly [said: RegExp, french: string])[] = [
  [/^error: required option '(.+)' not specified/, 'option obligatoire absente : $1'],
  [/^error: missing required argument '(.+)'/, 'il manque : <$1>'],
  [/^error: option '(.+)' argument missing/, 'l’option $1 veut une valeur'],
  [/^error: unknown option '(.+)'/, 'option inconnue : $1'],
  [/^error: unknown command '(.+)'/, 'commande inconnue : $1'],
  [
    /^error: too many arguments(?: for '.+')?\. Expected (\d+) arguments? but got (\d+): (.+)\./,
    'trop de mots : $2 au lieu de $1 ($3) ; ceux qui vont ensemble se mettent entre guillemets',
  ],
  [/^error: option '(.+)' argument '(.*)' is invalid\./, 'la valeur « $2 » de l’option $1 ne convient pas :'],
  [
    /^error: command-argument value '(.*)' is invalid for argument '(.+)'\./,
    'la valeur « $1 » de <$2> ne convient pas :',
  ],
  [/^error: option '(.+)' cannot be used with option '(.+)'/, 'les options $1 et $2 ne vont pas ensemble'],
];
const parts: readonly (readonly [said: RegExp, french: string])[] = [
  [/\(Did you mean (?:one of )?(.+)\?\)/, '(Vouliez-vous dire $1 ?)'],
  [/Allowed choices are (.+)\./, 'les valeurs possibles sont $1.'],
];

/** A message of the command line in French; one that is not known stays as it is. */
export function slipInFrench(message: string): string {
  const slip = slips.find(([said]) => said.test(message));
  const french = slip ? message.replace(...slip) : message;
  return parts.reduce((text, part) => text.replace(...part), french);
}

const titles: Readonly<Record<string, string>> = {
  'Usage:': 'Utilisation :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Commands:': 'Commandes :',
};

/** A title of the help in French. */
export const titleInFrench = (title: string): string => titles[title] ?? title;
