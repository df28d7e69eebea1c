-- The demo organisation's charges, from its usage lines and its story.
-- Given: the table usage_lines (local.demo.estate.UsageLine, one row a line) and the story's variables.
-- Every random number is a hash of the seed, the line and the day: the same seed and day give the same bill.

CREATE TABLE days AS
SELECT
    CAST(day AS DATE) AS day,
    CAST(date_trunc('month', day) AS DATE) AS month,
    dayofweek(day) IN (0, 6) AS is_weekend,
    CAST(CASE WHEN CAST(day AS DATE) = getvariable('today') THEN getvariable('today_share') ELSE 1 END AS DECIMAL(4, 2))
        AS share,
    -- 0 for most of the year, 1 in the last week of November
    pow(greatest(0, cos(2 * pi() * (dayofyear(day) - 330) / 365.0)), 4) AS height_of_season
FROM generate_series(getvariable('start')::TIMESTAMP, getvariable('today')::TIMESTAMP, INTERVAL 1 DAY) AS series (day);

CREATE TABLE metered AS
WITH lived AS (
    SELECT
        line, account_id, per_day, weekend, growth, season, noise, price, price_cut, label, usage_type,
        savings_plan, savings_plan_discount, reservation,
        days.*,
        coalesce(getvariable('today') - appeared, getvariable('start')) AS first_day,
        (hash(getvariable('seed') || '/' || line || '/' || days.day) % 1000003) / 1000003.0 AS chance
    FROM usage_lines AS lines
    CROSS JOIN days
    WHERE days.day >= coalesce(getvariable('today') - appeared, getvariable('start'))
      AND days.day < coalesce(getvariable('today') - ended, getvariable('today') + 1)
),
measured AS (
    SELECT
        *,
        CAST(
            per_day * share
            * CASE WHEN is_weekend THEN weekend ELSE 1 END
            * pow(1 + growth, (day - first_day) / 30.0)
            * (1 + season * height_of_season)
            * (1 + noise * (2 * chance - 1))
            * CASE
                WHEN label = getvariable('anomaly_line') AND usage_type = getvariable('anomaly_usage_type')
                 AND day BETWEEN getvariable('anomaly_start') AND getvariable('anomaly_last')
                THEN getvariable('anomaly_factor') ELSE 1
              END
            AS DECIMAL(18, 6)
        ) AS quantity,
        CAST(price * CASE WHEN day >= getvariable('price_cut_on') THEN 1 - price_cut ELSE 1 END AS DECIMAL(20, 10))
            AS contracted_price,
        CAST(contracted_price * (1 - savings_plan_discount) AS DECIMAL(20, 10)) AS plan_price
    FROM lived
)
SELECT
    line, account_id, day, month, share, savings_plan, reservation, price, quantity, contracted_price, plan_price
FROM measured
WHERE quantity > 0;

-- What of each line a commitment covers that day: all lines under a Savings Plan alike, as far as its hourly
-- commitment reaches, and every hour of a reserved instance.
CREATE TABLE covered AS
WITH demand AS (
    SELECT day, savings_plan, sum(quantity * plan_price) AS at_plan_prices
    FROM metered
    WHERE savings_plan IS NOT NULL
    GROUP BY ALL
),
shares AS (
    SELECT
        day, savings_plan, arn,
        least(1, CAST(hourly * 24 * days.share / at_plan_prices AS DOUBLE)) AS covered_share
    FROM demand
    JOIN savings_plans USING (savings_plan)
    JOIN days USING (day)
    WHERE day >= bought_on
)
SELECT
    metered.*,
    coalesce(reservations.arn, shares.arn) AS commitment_id,
    CASE WHEN reservation IS NOT NULL THEN 'Reserved' WHEN shares.arn IS NOT NULL THEN 'Savings Plan' END
        AS commitment_kind,
    coalesce(reservations.hourly, plan_price) AS committed_price,
    CASE
        WHEN reservation IS NOT NULL THEN quantity
        -- rounded down, so that a plan never pays for more than was committed
        ELSE coalesce(CAST(floor(1e6 * quantity * covered_share) / 1e6 AS DECIMAL(18, 6)), 0)
    END AS covered_quantity
FROM metered
LEFT JOIN shares USING (day, savings_plan)
LEFT JOIN reservations USING (reservation);

-- A charge of a usage line names it in `line`, and what the line says of it is added in focus.sql.
CREATE TABLE charges (
    day DATE, month DATE, line INTEGER, account_id VARCHAR, region VARCHAR,
    service VARCHAR, service_category VARCHAR, usage_type VARCHAR, operation VARCHAR,
    charge_category VARCHAR DEFAULT 'Usage', charge_class VARCHAR, frequency VARCHAR DEFAULT 'Usage-Based',
    description VARCHAR, quantity DECIMAL(18, 6), unit VARCHAR,
    list_price DECIMAL(20, 10), contracted_price DECIMAL(20, 10),
    billed DECIMAL(28, 10), effective DECIMAL(28, 10), list_cost DECIMAL(28, 10), contracted_cost DECIMAL(28, 10),
    pricing_category VARCHAR, commitment_id VARCHAR, commitment_kind VARCHAR, commitment_status VARCHAR
);

-- Usage on demand: what no commitment covers.
INSERT INTO charges BY NAME
SELECT
    day, month, line, account_id, quantity - covered_quantity AS quantity, price AS list_price, contracted_price,
    (quantity - covered_quantity) * contracted_price AS billed, billed AS effective,
    (quantity - covered_quantity) * price AS list_cost, billed AS contracted_cost,
    'Standard' AS pricing_category
FROM covered
WHERE quantity > covered_quantity;

-- Usage under a commitment: billed nothing, because the commitment's own charges pay for it.
INSERT INTO charges BY NAME
SELECT
    day, month, line, account_id, covered_quantity AS quantity, price AS list_price, contracted_price,
    0 AS billed, covered_quantity * committed_price AS effective,
    covered_quantity * price AS list_cost, covered_quantity * contracted_price AS contracted_cost,
    'Committed' AS pricing_category, commitment_id, commitment_kind, 'Used' AS commitment_status
FROM covered
WHERE covered_quantity > 0;

-- Each day's fee of a Savings Plan, and what of it nothing used.
CREATE TABLE plan_days AS
SELECT
    day, month, arn AS commitment_id, usage_type, region,
    hourly, 24 * days.share AS hours, hourly * 24 * days.share AS fee, coalesce(used, 0) AS used
FROM days
JOIN savings_plans ON day >= bought_on
LEFT JOIN (
    SELECT day, commitment_id AS arn, sum(effective) AS used
    FROM charges WHERE commitment_kind = 'Savings Plan' GROUP BY ALL
) AS covering USING (day, arn);

INSERT INTO charges BY NAME
SELECT
    day, month, getvariable('payer') AS account_id, region,
    'Savings Plans for AWS Compute usage' AS service, 'Compute' AS service_category, usage_type, 'None' AS operation,
    'Purchase' AS charge_category, 'Recurring' AS frequency, hours AS quantity, 'Hours' AS unit,
    hourly AS list_price, hourly AS contracted_price,
    fee AS billed, 0 AS effective, fee AS list_cost, fee AS contracted_cost,
    'Standard' AS pricing_category, commitment_id, 'Savings Plan' AS commitment_kind,
    '1 year No Upfront Savings Plan' AS description
FROM plan_days;

INSERT INTO charges BY NAME
SELECT
    day, month, getvariable('payer') AS account_id, region,
    'Savings Plans for AWS Compute usage' AS service, 'Compute' AS service_category, usage_type, 'None' AS operation,
    'Recurring' AS frequency, 0 AS billed, fee - used AS effective, 0 AS list_cost, 0 AS contracted_cost,
    'Committed' AS pricing_category, commitment_id, 'Savings Plan' AS commitment_kind,
    'Unused' AS commitment_status, 'Savings Plan commitment unused' AS description
FROM plan_days
WHERE fee > used;

-- The monthly fee of reserved instances, on the first, and each day's reserved hours that nothing ran in.
CREATE TABLE reserved AS
SELECT DISTINCT
    reservation, arn AS commitment_id, instances, hourly, account_id, region, service, category AS service_category,
    usage_type, operation, unit
FROM reservations
JOIN usage_lines USING (reservation);

INSERT INTO charges BY NAME
SELECT
    day, month, account_id, region, service, service_category, usage_type, operation, unit,
    'Purchase' AS charge_category, 'Recurring' AS frequency, 'Standard' AS pricing_category,
    commitment_id, 'Reserved' AS commitment_kind, 'Monthly fee of reserved instances' AS description,
    hourly AS list_price, hourly AS contracted_price,
    instances * 24 * dayofmonth(last_day(month)) AS quantity,
    hourly * instances * 24 * dayofmonth(last_day(month)) AS billed,
    0 AS effective,
    hourly * instances * 24 * dayofmonth(last_day(month)) AS list_cost,
    hourly * instances * 24 * dayofmonth(last_day(month)) AS contracted_cost
FROM days
CROSS JOIN reserved
WHERE day = month;

INSERT INTO charges BY NAME
SELECT
    day, month, account_id, region, service, service_category, usage_type, operation, unit,
    'Recurring' AS frequency, 'Committed' AS pricing_category, commitment_id, 'Reserved' AS commitment_kind,
    'Unused' AS commitment_status, 'Reserved instance hours unused' AS description,
    instances * 24 * share - running AS quantity, 0 AS billed,
    (instances * 24 * share - running) * hourly AS effective, 0 AS list_cost, 0 AS contracted_cost
FROM (
    SELECT day, month, share, reservation, CAST(sum(quantity) AS DECIMAL(18, 6)) AS running
    FROM covered WHERE reservation IS NOT NULL GROUP BY ALL
) AS running
JOIN reserved USING (reservation)
WHERE instances * 24 * share > running;

-- Credits of a migration programme, on the fifth of each month.
INSERT INTO charges BY NAME
SELECT
    day, month, getvariable('credit_account') AS account_id, getvariable('credit_region') AS region,
    'Amazon Elastic Compute Cloud - Compute' AS service, 'Compute' AS service_category,
    'Credit' AS charge_category, 'One-Time' AS frequency,
    -(600 + CAST(hash(getvariable('seed') || '/credit/' || month) % 30000 AS DECIMAL(18, 2)) / 100) AS billed,
    -(600 + CAST(hash(getvariable('seed') || '/credit/' || month) % 30000 AS DECIMAL(18, 2)) / 100) AS effective,
    0 AS list_cost, 0 AS contracted_cost, 'AWS Migration Acceleration Program credit' AS description
FROM days
WHERE dayofmonth(day) = 5;

-- A refund, and a correction of an earlier month's usage.
INSERT INTO charges BY NAME
SELECT
    day, month, line, account_id, mishap.charge_category, mishap.charge_class, 'One-Time' AS frequency,
    mishap.amount AS billed, mishap.amount AS effective, 0 AS list_cost, 0 AS contracted_cost, mishap.description
FROM (VALUES
    (getvariable('refund_on'), 'meridian-ledger-exports', 'TimedStorage-ByteHrs', 'Adjustment', NULL,
     CAST(-312.47 AS DECIMAL(28, 10)), 'Refund for a service disruption'),
    (getvariable('correction_on'), 'storefront-nat', 'EU-NatGateway-Bytes', 'Usage', 'Correction',
     CAST(-58.9312407715 AS DECIMAL(28, 10)), 'Correction of data processed in the month before')
) AS mishap (day, label, usage_type, charge_category, charge_class, amount, description)
JOIN usage_lines USING (label, usage_type)
JOIN days USING (day);

-- Business support, on the first: 10 % of the month's first $10,000, then 7 %.
INSERT INTO charges BY NAME
SELECT
    month AS day, month, getvariable('payer') AS account_id, 'AWS Support (Business)' AS service,
    'Management and Governance' AS service_category, 'Dollar' AS usage_type,
    'Purchase' AS charge_category, 'Recurring' AS frequency,
    CAST(greatest(100, 0.10 * least(spent, 10000) + 0.07 * greatest(spent - 10000, 0)) AS DECIMAL(28, 10)) AS billed,
    billed AS effective, billed AS list_cost, billed AS contracted_cost,
    'Standard' AS pricing_category, 'AWS Support (Business)' AS description
FROM (SELECT month, sum(billed) AS spent FROM charges WHERE charge_category IN ('Usage', 'Purchase') GROUP BY month);

-- Tax of each account, on the first, in cents.
INSERT INTO charges BY NAME
SELECT
    month AS day, month, account_id, 'Tax' AS service, 'Other' AS service_category,
    'Tax' AS charge_category, 'Recurring' AS frequency,
    CAST(round(getvariable('tax_rate') * sum(charges.billed), 2) AS DECIMAL(28, 10)) AS billed,
    CAST(round(getvariable('tax_rate') * sum(charges.billed), 2) AS DECIMAL(28, 10)) AS effective,
    0 AS list_cost, 0 AS contracted_cost, 'Sales tax' AS description
FROM charges
GROUP BY month, account_id
HAVING round(getvariable('tax_rate') * sum(charges.billed), 2) > 0;
