/** One draw without replacement: `drawn` of `total` things, `marked` of which carry a mark. */
export interface Draw {
  readonly total: number;
  readonly marked: number;
  readonly drawn: number;
  /** What a marked thing of this draw counts, in whole numbers; 1 when it is absent. */
  readonly weight?: number;
}

/** Chances below this do not change a sum of chances. */
const negligible = 1e-18;

/** How many marked things a draw takes on average, whatever they count. */
export function expectedMarked({ total, marked, drawn }: Draw): number {
  return (drawn * marked) / total;
}

/** The variance of that number. */
export function varianceOfMarked({ total, marked, drawn }: Draw): number {
  if (total <= 1) return 0;
  const share = marked / total;
  return (drawn * share * (1 - share) * (total - drawn)) / (total - 1);
}

/**
 * The chance that the marked things which independent draws take count at least `observed` together: the exact test of Mantel and Haenszel over
 * strata, by convolution. Meant for few draws or small ones; each step costs the lengths of what is joined.
 */
export function chanceOfAtLeast(draws: readonly Draw[], observed: number): number {
  let joint = { from: 0, chances: Float64Array.of(1) };
  for (const draw of draws) joint = convolve(joint, distributionOf(draw), draw.weight ?? 1);
  let chance = 0;
  // The smallest first, so that none is lost.
  for (let i = joint.chances.length - 1; i >= Math.max(0, observed - joint.from); i--) chance += joint.chances[i] ?? 0;
  return Math.min(1, chance);
}

/**
 * What the chance of so much more than expected is at most, by Bernstein's inequality: the number of marked things in a draw is a sum of
 * independent ones and zeros (Vatutin and Mikhailov), each of which counts at most `mostWeight`.
 */
export function chanceBound(excess: number, variance: number, mostWeight: number): number {
  return Math.exp(-(excess ** 2) / (2 * (variance + (mostWeight * excess) / 3)));
}

/** Chances of `from`, `from + 1` … marked things; what is left out on both sides is negligible. */
interface Distribution {
  readonly from: number;
  readonly chances: Float64Array<ArrayBuffer>;
}

function distributionOf({ total, marked, drawn }: Draw): Distribution {
  const least = Math.max(0, drawn + marked - total);
  const most = Math.min(drawn, marked);
  const mode = Math.min(most, Math.max(least, Math.floor(((drawn + 1) * (marked + 1)) / (total + 2))));
  const up = [Math.exp(logChance(total, marked, drawn, mode))];
  for (let x = mode; x < most && (up.at(-1) ?? 0) > negligible; x++) {
    up.push((up.at(-1) ?? 0) * (((marked - x) * (drawn - x)) / ((x + 1) * (total - marked - drawn + x + 1))));
  }
  const down: number[] = [];
  let last = up[0] ?? 0;
  for (let x = mode; x > least && last > negligible; x--) {
    last *= (x * (total - marked - drawn + x)) / ((marked - x + 1) * (drawn - x + 1));
    down.push(last);
  }
  return { from: mode - down.length, chances: Float64Array.from([...down.reverse(), ...up]) };
}

function convolve(a: Distribution, b: Distribution, weight: number): Distribution {
  const chances = new Float64Array(a.chances.length + weight * (b.chances.length - 1));
  for (let i = 0; i < a.chances.length; i++) {
    for (let j = 0; j < b.chances.length; j++) {
      const at = i + weight * j;
      chances[at] = (chances[at] ?? 0) + (a.chances[i] ?? 0) * (b.chances[j] ?? 0);
    }
  }
  let end = chances.length;
  while (end > 1 && (chances[end - 1] ?? 0) < negligible) end--;
  let start = 0;
  while (start < end - 1 && (chances[start] ?? 0) < negligible) start++;
  return { from: a.from + weight * b.from + start, chances: chances.slice(start, end) };
}

function logChance(total: number, marked: number, drawn: number, x: number): number {
  return logChoose(marked, x) + logChoose(total - marked, drawn - x) - logChoose(total, drawn);
}

function logChoose(of: number, choose: number): number {
  return logFactorial(of) - logFactorial(choose) - logFactorial(of - choose);
}

/** Exact below 20, then Stirling's series, whose next term is below 1e-13. */
function logFactorial(n: number): number {
  if (n < 20) {
    let product = 1;
    for (let factor = 2; factor <= n; factor++) product *= factor;
    return Math.log(product);
  }
  return (
    (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5)
  );
}
