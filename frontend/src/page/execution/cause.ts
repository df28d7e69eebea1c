/** A Lambda's cause is JSON with the message in it. */
export function causeText(cause: string | undefined): string {
  try {
    const { errorMessage } = JSON.parse(cause ?? "") as { errorMessage?: string };
    return errorMessage ?? cause ?? "";
  } catch {
    return cause ?? "";
  }
}
