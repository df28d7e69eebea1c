const TO_THE_MILLISECOND: Intl.DateTimeFormatOptions = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
};

/** A moment (epoch seconds) in the reader's time. */
export function time(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString(undefined, TO_THE_MILLISECOND);
}

/** How long something took, or takes so far. */
export function duration(started: number | undefined, ended: number | undefined): string {
  if (started === undefined) return "–";
  const seconds = (ended ?? Date.now() / 1000) - started;
  const text = seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
  return ended === undefined ? `${text} so far` : text;
}
