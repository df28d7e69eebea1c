/** JSON, indented where it is such. */
export function Json({ text, label }: { text: string; label: string }) {
  return (
    <pre className="json" tabIndex={0} role="group" aria-label={label}>
      {indented(text)}
    </pre>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
