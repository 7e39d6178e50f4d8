import { describe, expect, it } from 'vitest';
import type { ChatTurn, ModelEvent } from '../../ports/language-model.ts';
import type { AnsweringModel } from '../answer/answering-model.ts';
import { AppError } from '../errors.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';
import { createMeter, nothingSpent } from './meter-model.ts';

const prices = { promptEuro: 1, completionEuro: 2 };
const turns: readonly ChatTurn[] = [
  { role: 'system', content: 'Répondez avec les extraits.' },
  { role: 'user', content: 'Quel est le tarif de la cantine ?' },
];
const promptTokens = turns.reduce((sum, { content }) => sum + countTokens(content), 0);

function aModel(...replies: (readonly (string | ModelEvent | Error)[])[]): AnsweringModel {
  return {
    provider: 'albert',
    model: 'petit',
    prices,
    async *stream(_turns, { signal }) {
      for (const step of replies.shift() ?? []) {
        signal.throwIfAborted();
        if (step instanceof Error) throw step;
        yield typeof step === 'string' ? { type: 'text-delta', text: step } : step;
      }
    },
  };
}

const usage = (said: Partial<Extract<ModelEvent, { type: 'usage' }>['usage']>): ModelEvent => ({
  type: 'usage',
  usage: { promptTokens: 100, completionTokens: 10, ...said },
});

/** One model under one meter. */
function meterModel(watched: AnsweringModel) {
  const meter = createMeter();
  return { ...meter, model: meter.watch(watched) };
}

async function call(model: AnsweringModel, signal = new AbortController().signal) {
  for await (const _event of model.stream(turns, { signal }));
}

describe('a meter', () => {
  it('takes what the provider says, over all calls, and prices it', async () => {
    const meter = meterModel(aModel(['a', usage({})], ['b', usage({ promptTokens: 50 })]));
    await call(meter.model);
    await call(meter.model);
    expect(meter.spent()).toEqual({
      provider: 'albert',
      model: 'petit',
      promptTokens: 150,
      completionTokens: 20,
      microEuros: 190,
      energyWh: null,
      isEstimated: false,
    });
    expect(meter.receipt()).toEqual({
      provider: 'albert',
      model: 'petit',
      promptTokens: 150,
      completionTokens: 20,
      costEuro: 0.00019,
      energyWh: null,
    });
  });

  it('takes what the provider charges before the price card, and its energy', async () => {
    const meter = meterModel(aModel(['a', usage({ costEuro: 0.5, energyWh: 0.25 })]));
    await call(meter.model);
    expect(meter.spent()).toMatchObject({ microEuros: 500_000, energyWh: 0.25 });
    expect(meter.receipt()).toMatchObject({ costEuro: 0.5, energyWh: 0.25 });
  });

  it('counts by itself where the provider says nothing, and says so; the receipt does not', async () => {
    const meter = meterModel(aModel(['Le tarif est de ', '3,20 €.']));
    await call(meter.model);
    const completionTokens = countTokens('Le tarif est de 3,20 €.');
    expect(meter.spent()).toMatchObject({
      promptTokens,
      completionTokens,
      microEuros: promptTokens + 2 * completionTokens,
      isEstimated: true,
    });
    expect(meter.receipt()).toMatchObject({ promptTokens: null, completionTokens: null, costEuro: null });
  });

  it('knows no price without a card', async () => {
    const { prices: _none, ...unpriced } = aModel(['a', usage({})]);
    const meter = meterModel(unpriced);
    await call(meter.model);
    expect(meter.spent().microEuros).toBeNull();
    expect(meter.receipt().costEuro).toBeNull();
  });

  it('counts a call that was cut short: the prompt, and the words that came', async () => {
    const leaving = new AbortController();
    const meter = meterModel(aModel(['Le tarif', ' est', usage({})]));
    await expect(async () => {
      for await (const _event of meter.model.stream(turns, { signal: leaving.signal })) leaving.abort();
    }).rejects.toThrow();
    expect(meter.spent()).toMatchObject({ promptTokens, completionTokens: countTokens('Le tarif') });

    const left = meterModel(aModel(['Le tarif', ' est', usage({})]));
    for await (const _event of left.model.stream(turns, { signal: new AbortController().signal })) break;
    expect(left.spent()).toMatchObject({ promptTokens, completionTokens: countTokens('Le tarif') });
  });

  it('counts nothing of a call that failed before its first word', async () => {
    const meter = meterModel(aModel([new AppError('MODEL_UNAVAILABLE')]));
    await expect(call(meter.model)).rejects.toThrow();
    expect(meter.spent()).toEqual(nothingSpent);
    expect(meter.receipt().provider).toBeNull();
  });

  it('adds up what several models took, each at its own price, and is named after the last one asked', async () => {
    const meter = createMeter();
    const dear = {
      ...aModel(['a', usage({})]),
      provider: 'cher',
      prices: { promptEuro: 10, completionEuro: 10 },
    };
    await call(meter.watch(aModel(['a', usage({})])));
    await call(meter.watch(dear));
    expect(meter.spent()).toMatchObject({ provider: 'cher', promptTokens: 200, microEuros: 120 + 1_100 });
    expect(meter.receipt()).toMatchObject({ provider: 'cher', costEuro: 0.00122 });
  });
});
