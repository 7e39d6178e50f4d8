import type { ChatTurn, TokenUsage } from '../../ports/language-model.ts';
import type { Usage } from '../answer/answer.ts';
import type { AnsweringModel } from '../answer/answering-model.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';
import { sum } from '../sum.ts';
import { microEurosPerEuro, priceOf } from './amount.ts';

/** What a model was asked for one answer. */
export type Spent = {
  readonly provider: string | null;
  readonly model: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** `null` where neither the provider nor a price card says. */
  readonly microEuros: number | null;
  /** `null` where the provider does not say. */
  readonly energyWh: number | null;
  /** True when the provider did not say how many tokens it were, and they were counted here. */
  readonly isEstimated: boolean;
};

/** The same as people see it: only what the provider said, `null` where it said nothing. */
export type Receipt = Omit<Usage, 'timings'>;

export type Meter = {
  /** Passes everything on, and takes note. */
  watch(model: AnsweringModel): AnsweringModel;
  /** All calls so far, also those that were cut short. */
  spent(): Spent;
  receipt(): Receipt;
};

/** Nothing was asked of a model. */
export const nothingSpent: Spent = {
  provider: null,
  model: null,
  promptTokens: 0,
  completionTokens: 0,
  microEuros: 0,
  energyWh: null,
  isEstimated: false,
};

type Call = {
  readonly by: Pick<AnsweringModel, 'provider' | 'model' | 'prices'>;
  readonly turns: readonly ChatTurn[];
  text: string;
  usage: TokenUsage | null;
  /** Ended by an error of the model before its first word: nothing that a provider would charge. */
  isVoid: boolean;
};

/**
 * Puts a meter before the models that may be asked for one answer; it is named after the one that was asked last. What the provider says goes before what is counted here; a call that was cut short counts
 * with its whole prompt and the words that came.
 */
export function createMeter(): Meter {
  const calls: Call[] = [];

  async function* stream(
    model: AnsweringModel,
    ...[turns, options]: Parameters<AnsweringModel['stream']>
  ): ReturnType<AnsweringModel['stream']> & AsyncGenerator {
    const call: Call = { by: model, turns, text: '', usage: null, isVoid: false };
    calls.push(call);
    try {
      for await (const event of model.stream(turns, options)) {
        if (event.type === 'usage') call.usage = event.usage;
        else call.text += event.text;
        yield event;
      }
    } catch (error) {
      call.isVoid = !options.signal.aborted && call.text === '' && call.usage === null;
      throw error;
    }
  }

  const charged = () => calls.filter(({ isVoid }) => !isVoid);

  return {
    watch: (model) => ({ ...model, stream: (...given) => stream(model, ...given) }),
    spent: () => {
      const all = charged();
      const last = all.at(-1)?.by;
      if (!last) return nothingSpent;
      const priced = all.map((call) => {
        const tokens = tokensOf(call);
        const said = call.usage?.costEuro;
        return {
          ...tokens,
          microEuros:
            said === undefined || said === null
              ? priceOf(tokens, call.by.prices)
              : Math.ceil(said * microEurosPerEuro),
        };
      });
      return {
        provider: last.provider,
        model: last.model,
        promptTokens: sum(priced.map(({ promptTokens }) => promptTokens)),
        completionTokens: sum(priced.map(({ completionTokens }) => completionTokens)),
        microEuros: sumIfKnown(priced.map(({ microEuros }) => microEuros)),
        energyWh: sumOfKnown(all.map(({ usage }) => usage?.energyWh)),
        isEstimated: all.some(({ usage }) => !isComplete(usage)),
      };
    },
    receipt: () => {
      const all = charged();
      const last = all.at(-1)?.by;
      if (!last) return nothingKnown;
      const said = all.map(({ usage }) => usage);
      const tokens = {
        promptTokens: sumOfKnown(said.map((usage) => usage?.promptTokens)),
        completionTokens: sumOfKnown(said.map((usage) => usage?.completionTokens)),
      };
      const costs = all.map(({ usage, by: { prices } }) => {
        if (usage?.costEuro !== undefined && usage.costEuro !== null) return usage.costEuro;
        const price = isComplete(usage) ? priceOf(usage, prices) : null;
        return price === null ? null : price / microEurosPerEuro;
      });
      return {
        ...tokens,
        costEuro: rounded(sumIfKnown(costs)),
        energyWh: sumOfKnown(said.map((usage) => usage?.energyWh)),
        provider: last.provider,
        model: last.model,
      };
    },
  };
}

const nothingKnown: Receipt = {
  promptTokens: null,
  completionTokens: null,
  costEuro: null,
  energyWh: null,
  provider: null,
  model: null,
};

type CompleteUsage = TokenUsage & { readonly promptTokens: number; readonly completionTokens: number };

function isComplete(usage: TokenUsage | null | undefined): usage is CompleteUsage {
  return typeof usage?.promptTokens === 'number' && typeof usage.completionTokens === 'number';
}

function tokensOf({ turns, text, usage }: Call): { promptTokens: number; completionTokens: number } {
  return {
    promptTokens: usage?.promptTokens ?? sum(turns.map(({ content }) => countTokens(content))),
    completionTokens: usage?.completionTokens ?? countTokens(text),
  };
}

/** Without the hairs of floating point. */
const rounded = (euros: number | null): number | null => euros && Math.round(euros * 1e9) / 1e9;

/** `null` when one of them is not known. */
function sumIfKnown(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === numbers.length ? sum(known) : null;
}

/** `null` when none of them is known. */
function sumOfKnown(numbers: readonly (number | null | undefined)[]): number | null {
  const known = numbers.filter((number) => number !== null && number !== undefined);
  return known.length === 0 ? null : sum(known);
}
