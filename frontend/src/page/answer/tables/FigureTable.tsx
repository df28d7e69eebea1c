import { useCollection } from "@cloudscape-design/collection-hooks";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import CloudscapeTable, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { Fragment, useMemo, type ReactNode } from "react";
import { download, toCsv } from "../csv.ts";
import type { Table, TableRow } from "./table.ts";

const PAGE_SIZE = 25;
/** With more columns than this a table may scroll sideways, and keeps the first in sight. */
const WIDE = 8;
const LONGEST_WHOLE = 24;

/** A table that sorts, filters when it is long, and exports all its rows in full precision. */
export default function FigureTable({ table }: { table: Table }) {
  const columns = useMemo(() => columnDefinitions(table), [table]);
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(table.rows, {
    sorting: {},
    pagination: { pageSize: PAGE_SIZE },
    filtering: {
      filteringFunction: (row, text) => row.shown.join(" ").toLowerCase().includes(text.toLowerCase()),
      noMatch: "No row holds this text.",
    },
  });
  const long = table.rows.length > PAGE_SIZE;
  const header = table.columns.map(({ title }) => title);
  return (
    <CloudscapeTable
      {...collectionProps}
      items={items}
      columnDefinitions={columns}
      variant="container"
      wrapLines
      {...(columns.length > WIDE && { stickyColumns: { first: 1 } })}
      ariaLabels={{ tableLabel: table.title }}
      header={
        <Header
          variant="h3"
          counter={`(${table.rows.length})`}
          description={table.note}
          actions={
            <Button
              iconName="download"
              ariaLabel={`Export ${table.title} as CSV`}
              onClick={() =>
                download(`${table.fileName}.csv`, toCsv(header, table.rows.map(({ values }) => values)), "text/csv")
              }
            >
              CSV
            </Button>
          }
        >
          {table.title}
        </Header>
      }
      filter={
        long && (
          <TextFilter
            {...filterProps}
            filteringPlaceholder="Find rows"
            filteringAriaLabel={`Find rows of ${table.title}`}
            filteringClearAriaLabel="Clear"
            countText={filterProps.filteringText ? `${filteredItemsCount} found` : ""}
          />
        )
      }
      pagination={
        long && (
          <Pagination
            {...paginationProps}
            ariaLabels={{
              paginationLabel: `Pages of ${table.title}`,
              nextPageLabel: "Next page",
              previousPageLabel: "Previous page",
              pageLabel: (page) => `Page ${page}`,
            }}
          />
        )
      }
    />
  );
}

function columnDefinitions({ columns }: Table): TableProps.ColumnDefinition<TableRow>[] {
  const definitions = columns.map(({ title, numeric }, index) => ({
    id: title,
    header: whole(title),
    isRowHeader: index === 0,
    sortingComparator: (one: TableRow, other: TableRow) =>
      numeric
        ? compare(one.values[index] ?? "", other.values[index] ?? "")
        : (one.shown[index] ?? "").localeCompare(other.shown[index] ?? ""),
    cell: ({ shown }: TableRow) => (numeric ? <span className="number">{shown[index]}</span> : whole(shown[index] ?? "")),
  }));
  return definitions.filter((_, index) => !columns[index]?.fileOnly);
}

/** Days, regions and ids do not break at their hyphens. */
function whole(text: string): ReactNode {
  if (!text.includes("-")) return text;
  return text.split(" ").map((word, index) => (
    <Fragment key={index}>
      {index > 0 && " "}
      {word.length <= LONGEST_WHOLE ? <span className="whole">{word}</span> : word}
    </Fragment>
  ));
}

/** By size, which a float tells well enough; what has no number stands first. */
function compare(one: string, other: string): number {
  return (one === "" ? -Infinity : Number(one)) - (other === "" ? -Infinity : Number(other)) || 0;
}
