import ExpandableSection from "@cloudscape-design/components/expandable-section";
import type { PlacedEvent } from "./history.ts";
import { Json } from "./Json.tsx";
import { time } from "./times.ts";

/** Every event of an execution, oldest first, with its data. */
export function EventHistory({ events }: { events: readonly PlacedEvent[] }) {
  const first = events[0]?.event.timestamp ?? 0;
  return (
    <ExpandableSection variant="container" headerText="Event history" headerCounter={`(${events.length})`}>
      <div className="markdown-table" tabIndex={0} role="group" aria-label="Event history">
        <table className="events">
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col">Event</th>
              <th scope="col">State</th>
              <th scope="col">After</th>
              <th scope="col">Time</th>
            </tr>
          </thead>
          <tbody>
            {events.map(({ event, state }) => (
              <tr key={event.id}>
                <td>{event.id}</td>
                <td>
                  <details>
                    <summary>{event.type}</summary>
                    <Json text={JSON.stringify(data(event))} label={`Data of event ${event.id}`} />
                  </details>
                </td>
                <td>{state ?? ""}</td>
                <td>{Math.round((event.timestamp - first) * 1000)} ms</td>
                <td>{time(event.timestamp)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ExpandableSection>
  );
}

function data(event: PlacedEvent["event"]): unknown {
  const key = Object.keys(event).find((name) => name.endsWith("EventDetails"));
  return key ? event[key] : {};
}
