export default function ExecutionPage({ jobId }: { jobId: string }) {
  return <h1>Execution {jobId}</h1>;
}
