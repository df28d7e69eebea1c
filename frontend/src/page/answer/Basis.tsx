import ExpandableSection from "@cloudscape-design/components/expandable-section";
import type { Result } from "../../client/index.ts";

type BasisData = Result["basis"];

/** How an answer was computed: each request with its parameters, and what they cost together. */
export function Basis({ basis }: { basis: BasisData }) {
  const { requests, requestCount, queryCostUsd } = basis;
  const cost = `${requestCount} paid ${requestCount === 1 ? "request" : "requests"}, $${queryCostUsd}`;
  return (
    <ExpandableSection
      variant="container"
      headerText="How this was computed"
      headerDescription={requests.length === 0 ? "No request was needed." : cost}
    >
      {requests.length === 0 && <p className="quiet">The answer rests on no billing data.</p>}
      <ol className="requests">
        {requests.map((request, index) => (
          <li key={index}>
            <h3>
              <code>{request.api}</code>
            </h3>
            <p className="quiet">
              {[
                request.purpose === "catalog" ? "to know what the account has" : "",
                request.pages === 1 ? "1 page" : `${request.pages} pages`,
                request.cached ? "from the cache" : "",
                request.dataAsOf ? `data as of ${moment(request.dataAsOf)}` : "",
              ]
                .filter(Boolean)
                .join(", ")}
            </p>
            <pre tabIndex={0} aria-label={`Parameters of ${request.api}`}>
              {JSON.stringify(request.parameters, null, 2)}
            </pre>
          </li>
        ))}
      </ol>
    </ExpandableSection>
  );
}

function moment(text: string): string {
  return text.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
}
