// How long to wait after a number of failures in a row. Takes its chance as an argument, so that a test knows the answer.

const FIRST = 5_000;
export const LONGEST = 15 * 60_000;

/** Milliseconds: 5 s, 10 s, 20 s … at most a quarter of an hour, each shortened by up to a fifth so that phones do not march in step. */
export function delay(failures, chance = Math.random) {
  const whole = Math.min(LONGEST, FIRST * 2 ** Math.max(0, Math.min(failures, 20) - 1));
  return Math.round(whole * (1 - chance() / 5));
}
