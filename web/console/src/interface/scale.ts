/**
 * Round values for the lines of a chart from nothing to at least `most`: steps of 1, 2 or 5 times a power of ten, four at most.
 */
export function roundSteps(most: number): readonly number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  const count = Math.ceil(most / step);
  // Made by multiplying: adding up 0.1 ten times is not 1.
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}
