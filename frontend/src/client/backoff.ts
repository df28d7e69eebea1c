/** How long to wait before each try to connect again, in milliseconds. */
export interface Backoff {
  /** The first pause, before jitter. */
  readonly initial: number;
  /** The longest pause. */
  readonly longest: number;
  /** How many tries in a row may fail; without an end unless told. */
  readonly maxTries: number;
}

export const DEFAULT_BACKOFF: Backoff = { initial: 500, longest: 30_000, maxTries: Infinity };

/**
 * The pause before try number `tries` (from 0): doubled each time, and spread over its upper half, so that
 * the clients of a server that went away do not all come back at once.
 */
export function pauseBefore(tries: number, backoff: Backoff, random: () => number = Math.random): number {
  const whole = Math.min(backoff.longest, backoff.initial * 2 ** tries);
  return whole / 2 + (random() * whole) / 2;
}
