/** Questions that show what can be asked. */
export const EXAMPLES: readonly string[] = [
  "What were my top 10 services last month?",
  "Why did my costs change last month?",
  "Show my daily spend over the last 30 days",
  "Forecast my spend for next month",
  "How can I save money?",
  "Am I over budget?",
  "Were there any cost anomalies this month?",
  "What types of charges did I have last month?",
];
