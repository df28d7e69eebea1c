/** One column: the value as data (for sorting and CSV, numbers as decimal text), and as people read it. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  readonly shown?: (row: Row) => string;
  /** Numbers sort by size and stand at the right. */
  readonly numeric?: boolean;
  /** Only a file has it: on the page another column says the same. */
  readonly fileOnly?: boolean;
}

/** A row is its cells: what they are, and how they read. */
export interface TableRow {
  readonly values: readonly string[];
  readonly shown: readonly string[];
}

export interface Table {
  readonly title: string;
  /** The file a CSV export is saved as, without its ending. */
  readonly fileName: string;
  readonly columns: readonly { readonly title: string; readonly numeric: boolean; readonly fileOnly: boolean }[];
  readonly rows: readonly TableRow[];
  /** What a reader has to know of the columns. */
  readonly note: string | undefined;
}

/** A table of rows; undefined when there are none. */
export function table<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[] | null | undefined,
  note?: string,
): Table | undefined {
  if (!rows || rows.length === 0) return undefined;
  return {
    title,
    fileName: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
    columns: columns.map(({ title: heading, numeric = false, fileOnly = false }) => ({ title: heading, numeric, fileOnly })),
    note,
    rows: rows.map((row) => ({
      values: columns.map((column) => column.value(row)),
      shown: columns.map((column) => (column.shown ?? column.value)(row)),
    })),
  };
}
