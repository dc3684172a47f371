import { median } from '../../util/median.ts';

/** Corrections of Qn for few values (Croux and Rousseeuw 1992, table 1), for 2 to 9 of them. */
const smallSampleFactors = [0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872];
/** Makes Qn estimate the standard deviation where values are normal. */
const normalFactor = 2.2219;

/**
 * Spread of values by Rousseeuw and Croux's Qn (1993): about the first quartile of all distances between pairs, scaled to the
 * standard deviation of normal values. Up to half of the values may be wild; it uses 82 % of what the values tell, where the
 * median absolute deviation uses 37 %. Needs two values.
 */
export function qnSpread(values: readonly number[]): number {
  const n = values.length;
  const distances: number[] = [];
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) distances.push(Math.abs((values[i] ?? 0) - (values[j] ?? 0)));
  distances.sort((a, b) => a - b);
  const h = (n >> 1) + 1;
  const quartile = distances[(h * (h - 1)) / 2 - 1] ?? 0;
  return quartile * normalFactor * smallSampleFactor(n);
}

/** Values further from the median than this many robust deviations say nothing about the others. */
const wildDeviations = 6;

/**
 * Standard deviation of values without the wild ones, and its degrees of freedom. With so few values Qn alone wastes half of
 * what they tell, so it only decides which values are wild: those beyond six times Qn (or the floor, if that is larger) from
 * the median.
 */
export function spreadWithoutWild(
  values: readonly number[],
  floor: number,
): { readonly spread: number; readonly degreesOfFreedom: number } {
  if (values.length < 2) return { spread: 0, degreesOfFreedom: 0 };
  const centre = median(values);
  const most = wildDeviations * Math.max(floor, qnSpread(values));
  const kept = values.filter((value) => Math.abs(value - centre) <= most);
  const degreesOfFreedom = kept.length - 1;
  if (degreesOfFreedom === 0) return { spread: 0, degreesOfFreedom };
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  const squares = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { spread: Math.sqrt(squares / degreesOfFreedom), degreesOfFreedom };
}

function smallSampleFactor(n: number): number {
  return smallSampleFactors[n - 2] ?? (n % 2 === 1 ? n / (n + 1.4) : n / (n + 3.8));
}
