import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sensitivities } from '../document.ts';
import { mayReceive, mostSensitive, trustLevels } from '../trust.ts';
import { type Candidate, chooseProviders, type ProviderChoices } from './choose-providers.ts';

const local: Candidate = { id: 'local', trust: 'on-premises' };
const albert: Candidate = { id: 'albert', trust: 'state' };
const mistral: Candidate = { id: 'mistral', trust: 'eu' };
const far: Candidate = { id: 'far', trust: 'other' };
const none: ProviderChoices = { usual: null, bySpace: new Map() };

const choose = (
  providers: readonly Candidate[],
  request: Partial<Parameters<typeof chooseProviders>[1]> = {},
) => {
  const routing = chooseProviders(providers, {
    choices: none,
    spaces: ['mairie'],
    sensitivities: ['ouvert'],
    matrix: mostSensitive,
    ...request,
  });
  return 'reason' in routing ? routing.reason : routing.chain.map(({ id }) => id);
};

describe('chooseProviders', () => {
  test('asks the one that was chosen for the organisation, or for the space of what would be sent', () => {
    const choices = { usual: 'mistral', bySpace: new Map([['rh', 'local']]) };
    expect(choose([far, mistral, local], { choices })).toEqual(['mistral', 'local']);
    expect(choose([far, mistral, local], { choices, spaces: ['rh'] })).toEqual(['local']);
    expect(choose([far, mistral, local], { choices, spaces: ['mairie', 'rh'] })).toEqual(['local']);
    expect(choose([far, mistral, local], { choices, spaces: [] })).toEqual(['mistral', 'local']);
  });

  test('without a choice asks the oldest, and says when there is none', () => {
    expect(choose([mistral, far])).toEqual(['mistral']);
    expect(choose([])).toBe('no-model');
  });

  test('R67: one sensitive passage decides for all that would be sent', () => {
    expect(choose([mistral], { sensitivities: ['ouvert', 'sensible', 'ouvert'] })).toBe('too-sensitive');
    expect(choose([mistral, albert], { sensitivities: ['sensible'] })).toEqual(['albert']);
    expect(choose([mistral, albert, local], { sensitivities: ['SREN31'] })).toEqual(['local']);
  });

  test('R68: whom to ask when one does not answer is never trusted less than the preferred one', () => {
    expect(choose([albert, mistral, far, local])).toEqual(['albert', 'local']);
    expect(choose([albert, mistral], { wanted: 'mistral' })).toEqual(['mistral', 'albert']);
    expect(choose([albert], { wanted: 'gone' })).toBe('no-model');
  });

  test('R69: the organisation’s own matrix decides', () => {
    const matrix = { ...mostSensitive, eu: 'sensible' } as const;
    expect(choose([mistral], { sensitivities: ['sensible'], matrix })).toEqual(['mistral']);
    expect(choose([albert], { sensitivities: ['interne'], matrix: { ...matrix, state: 'ouvert' } })).toBe(
      'too-sensitive',
    );
  });

  test('R67 R68: whatever is set up and asked, nobody is asked who may not see all of it or is trusted less', () => {
    const candidate = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      trust: fc.constantFrom(...trustLevels),
    });
    const matrix = fc.record(
      Object.fromEntries(trustLevels.map((level) => [level, fc.constantFrom(...sensitivities)])) as Record<
        (typeof trustLevels)[number],
        fc.Arbitrary<(typeof sensitivities)[number]>
      >,
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(candidate, { selector: ({ id }) => id }),
        fc.array(fc.constantFrom(...sensitivities)),
        matrix,
        fc.option(fc.constantFrom('a', 'b', 'z'), { nil: undefined }),
        fc.option(fc.constantFrom('a', 'b', 'c')),
        (providers, given, held, wanted, usual) => {
          const request = {
            choices: { usual, bySpace: new Map() },
            spaces: [],
            sensitivities: given,
            matrix: held,
            wanted,
          };
          const { chain } = chooseProviders(providers, request);
          const preferred =
            providers.find(({ id }) => id === (wanted ?? usual)) ?? (wanted ? undefined : providers[0]);
          for (const { trust } of chain) {
            expect(given.every((sensitivity) => mayReceive(trust, sensitivity, held))).toBe(true);
            expect(trustLevels.indexOf(trust)).toBeLessThanOrEqual(
              trustLevels.indexOf(preferred?.trust ?? 'on-premises'),
            );
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
