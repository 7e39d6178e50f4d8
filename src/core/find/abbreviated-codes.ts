/**
 * French codes by their usual abbreviations, folded. They count beside the number of an article alone, so that a short one
 * (« CT ») needs no document to teach it and misleads no other question.
 */
export const abbreviatedCodes: ReadonlyMap<string, string> = new Map([
  ['casf', "code de l'action sociale et des familles"],
  ['ccp', 'code de la commande publique'],
  ['cch', "code de la construction et de l'habitation"],
  ['ceseda', "code de l'entrée et du séjour des étrangers et du droit d'asile"],
  ['cgct', 'code général des collectivités territoriales'],
  ['cgfp', 'code général de la fonction publique'],
  ['cgi', 'code général des impôts'],
  ['cg3p', 'code général de la propriété des personnes publiques'],
  ['cgppp', 'code général de la propriété des personnes publiques'],
  ['cja', 'code de justice administrative'],
  ['cpc', 'code de procédure civile'],
  ['cpi', 'code de la propriété intellectuelle'],
  ['cpp', 'code de procédure pénale'],
  ['crpa', "code des relations entre le public et l'administration"],
  ['crpm', 'code rural et de la pêche maritime'],
  ['csi', 'code de la sécurité intérieure'],
  ['csp', 'code de la santé publique'],
  ['css', 'code de la sécurité sociale'],
  ['ct', 'code du travail'],
  ['lpf', 'livre des procédures fiscales'],
  ['trav', 'code du travail'],
  ['urb', "code de l'urbanisme"],
  ['civ', 'code civil'],
  ['pen', 'code pénal'],
  ['com', 'code de commerce'],
  ['env', "code de l'environnement"],
]);
