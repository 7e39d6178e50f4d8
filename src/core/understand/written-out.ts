/**
 * How people shorten what they type, and what it says: a line is the long form, `<`, its short ones by commas. Only what is nothing else in small
 * letters (« cb » is a bank card as often, PR is a prefect of the region), and « marche plus », in which « marche » is no « marché ». Common knowledge, made for no set of questions.
 */
const shortForms = `
pour < pr
dans < ds
avec < avc
pendant < pdt
toujours < tjs, tjrs
jamais < jms
beaucoup < bcp
quand < qd
pourquoi < pk, pq
quelque chose < qqch, qqc
quelqu'un < qqn, qqun
quelques < qq, qqs
maintenant < mtn
aujourd'hui < ajd, auj
après-midi < aprem, aprèm
temps < tps
numéro < num
téléphone < tel, tél
rendez-vous < rdv
problème < pb
problèmes < pbs
tout < tt
nous < ns
donc < dc
parce que < pcq
est-ce que < esk
c'est quoi < c quoi
c'est qui < c qui
c'est quand < c quand
c'est où < c où, c ou
c'est combien < c combien
quel < kel
est en panne < ne marche plus, ne marche pas, marche plus, marche pas, ne fonctionne plus, ne fonctionne pas, fonctionne plus, fonctionne pas
sont en panne < ne marchent plus, ne marchent pas, marchent plus, marchent pas, ne fonctionnent plus, ne fonctionnent pas, fonctionnent plus, fonctionnent pas
`;

const longForms = new Map(
  shortForms
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [long = '', short = ''] = line.split(' < ');
      return short.split(', ').map((form) => [form, long] as const);
    }),
);
const anyShort = new RegExp(
  `(?<![\\p{L}\\p{N}'’.@/-])(?:${[...longForms.keys()].join('|')})(?![\\p{L}\\p{N}'’@/-]|\\.\\p{L})`,
  'gu',
);

/** A message with what people shorten written out: « c quoi le num du plombier » is « c'est quoi le numéro du plombier ». */
export function writtenOut(message: string): string {
  return message.replace(anyShort, (short) => longForms.get(short) ?? short);
}
