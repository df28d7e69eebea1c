import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { Period } from "../../client/index.ts";
import { between, lastDay } from "./question-words.ts";

interface PeriodFormProps {
  readonly period: Period;
  readonly onChoose: (words: string) => void;
  readonly onCancel: () => void;
}

/** Two days, both included (UTC). */
export function PeriodForm({ period, onChoose, onCancel }: PeriodFormProps) {
  const [first, setFirst] = useState(period.start);
  const [last, setLast] = useState(lastDay(period));
  const valid = first !== "" && first <= last;
  return (
    <form
      className="period-form"
      aria-label="Other dates"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) onChoose(between(first, last));
      }}
    >
      <label>
        First day
        <input type="date" autoFocus required value={first} onChange={(event) => setFirst(event.target.value)} />
      </label>
      <label>
        Last day
        <input type="date" required min={first} value={last} onChange={(event) => setLast(event.target.value)} />
      </label>
      <Button variant="primary" formAction="submit" disabled={!valid}>
        Ask for these days
      </Button>
      <Button variant="link" formAction="none" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}
