import type { ChatTurn } from '../../ports/language-model.ts';
import type { ChatProfile } from './dialect.ts';

/**
 * The turns as a server's templates want them: system texts in one turn at the beginning, or before the first text of the
 * user; where they must take turns, neighbours of one role become one.
 */
export function arrangeTurns(
  turns: readonly ChatTurn[],
  { system, alternates }: Pick<ChatProfile, 'system' | 'alternates'>,
): readonly ChatTurn[] {
  const instructions = turns.filter(({ role }) => role === 'system').map(({ content }) => content);
  const spoken = turns.filter(({ role }) => role !== 'system');
  const inOwnTurn = system === 'own-turn';
  if (!alternates && (inOwnTurn || instructions.length === 0)) return turns;
  const first: ChatTurn = { role: inOwnTurn ? 'system' : 'user', content: instructions.join('\n\n') };
  return merge(instructions.length > 0 ? [first, ...spoken] : spoken);
}

function merge(turns: readonly ChatTurn[]): ChatTurn[] {
  const merged: ChatTurn[] = [];
  for (const { role, content } of turns) {
    const last = merged.at(-1);
    if (last?.role === role) merged[merged.length - 1] = { role, content: `${last.content}\n\n${content}` };
    else merged.push({ role, content });
  }
  return merged;
}
