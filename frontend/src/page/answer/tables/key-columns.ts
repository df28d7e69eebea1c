import type { Result } from "../../../client/index.ts";
import { dimensionLabel, keyDimensions, valueLabel } from "../dimensions.ts";
import type { Column } from "./table.ts";

interface Keyed {
  readonly keys: readonly string[];
}

/** A column for each dimension of the rows' keys; a file has names of accounts in a column of their own. */
export function keyColumns<Row extends Keyed>(
  result: Result,
  rows: readonly Row[] | null | undefined,
): Column<Row>[] {
  const names = result.accountNames ?? {};
  const dimensions = keyDimensions(result.interpretation);
  const count = rows?.[0]?.keys.length ?? 0;
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const dimension = dimensions[index];
    const keyOf = (row: Row) => row.keys[index] ?? "";
    const column: Column<Row> = {
      title: dimension ? dimensionLabel(dimension) : `Key ${index + 1}`,
      value: keyOf,
      shown: (row) => valueLabel(dimension, keyOf(row), names),
    };
    return dimension === "LINKED_ACCOUNT" ? [column, accountNameColumn(result, keyOf)] : [column];
  });
}

/** The names of accounts, which the page shows beside their ids, for a file. */
export function accountNameColumn<Row>(result: Result, accountOf: (row: Row) => string): Column<Row> {
  return { title: "Account name", fileOnly: true, value: (row) => result.accountNames?.[accountOf(row)] ?? "" };
}
