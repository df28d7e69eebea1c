-- The demo organisation's charges, from its usage lines and its story.
-- Given: the table usage_lines (local.demo.estate.UsageLine, one row a line) and the story's variables.
-- Every random number is a hash of the seed, the line and the day: the same seed and day give the same bill.

CREATE TABLE days AS
SELECT
    CAST(day AS DATE) AS day,
    CAST(date_trunc('month', day) AS DATE) AS month,
    dayofweek(day) IN (0, 6) AS is_weekend,
    CASE WHEN CAST(day AS DATE) = getvariable('today') THEN getvariable('today_share') ELSE 1 END AS share,
    -- 0 for most of the year, 1 in the last week of November
    pow(greatest(0, cos(2 * pi() * (dayofyear(day) - 330) / 365.0)), 4) AS height_of_season
FROM generate_series(getvariable('start')::TIMESTAMP, getvariable('today')::TIMESTAMP, INTERVAL 1 DAY) AS series (day);

CREATE TABLE metered AS
WITH lived AS (
    SELECT
        lines.*,
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
SELECT * FROM measured WHERE quantity > 0;

-- What of each line the Savings Plan covers that day: all lines alike, as far as the hourly commitment reaches.
CREATE TABLE covered AS
WITH demand AS (
    SELECT day, sum(quantity * plan_price) AS at_plan_rates
    FROM metered
    WHERE savings_plan_discount IS NOT NULL AND day >= getvariable('savings_plan_start')
    GROUP BY day
)
SELECT
    metered.*,
    CASE
        WHEN reservation IS NOT NULL THEN quantity
        WHEN savings_plan_discount IS NULL OR at_plan_rates IS NULL THEN 0
        -- rounded down, so that the plan never pays for more than was committed
        ELSE CAST(floor(
            1e6 * quantity * least(1, CAST(getvariable('plan_hourly') * 24 * share / at_plan_rates AS DOUBLE))
        ) / 1e6 AS DECIMAL(18, 6))
    END AS covered_quantity
FROM metered
LEFT JOIN demand USING (day);

CREATE TABLE charges (
    day DATE, month DATE, account_id VARCHAR, region VARCHAR, zone VARCHAR,
    service VARCHAR, service_category VARCHAR, usage_type VARCHAR, operation VARCHAR,
    charge_category VARCHAR DEFAULT 'Usage', charge_class VARCHAR, frequency VARCHAR DEFAULT 'Usage-Based',
    description VARCHAR, quantity DECIMAL(18, 6), unit VARCHAR,
    list_price DECIMAL(20, 10), contracted_price DECIMAL(20, 10),
    billed DECIMAL(28, 10), effective DECIMAL(28, 10), list_cost DECIMAL(28, 10), contracted_cost DECIMAL(28, 10),
    pricing_category VARCHAR, commitment_id VARCHAR, commitment_kind VARCHAR, commitment_status VARCHAR,
    resource_id VARCHAR, resource_type VARCHAR, tags VARCHAR
);

-- Usage on demand: what no commitment covers.
INSERT INTO charges BY NAME
SELECT
    day, month, account_id, region, zone, service, category AS service_category, usage_type, operation,
    quantity - covered_quantity AS quantity, unit, price AS list_price, contracted_price,
    (quantity - covered_quantity) * contracted_price AS billed,
    (quantity - covered_quantity) * contracted_price AS effective,
    (quantity - covered_quantity) * price AS list_cost,
    (quantity - covered_quantity) * contracted_price AS contracted_cost,
    'Standard' AS pricing_category, resource_id, resource_type, tags,
    '$' || rtrim(rtrim(CAST(contracted_price AS VARCHAR), '0'), '.') || ' per ' || unit || ' of ' || usage_type
        AS description
FROM covered
WHERE quantity > covered_quantity;

-- Usage under a commitment: billed nothing, because the commitment's own charges pay for it.
INSERT INTO charges BY NAME
SELECT
    day, month, account_id, region, zone, service, category AS service_category, usage_type, operation,
    covered_quantity AS quantity, unit, price AS list_price, contracted_price,
    0 AS billed,
    covered_quantity * CASE
        WHEN reservation IS NOT NULL THEN getvariable('reserved_hourly')
        ELSE plan_price
    END AS effective,
    covered_quantity * price AS list_cost,
    covered_quantity * contracted_price AS contracted_cost,
    'Committed' AS pricing_category,
    CASE WHEN reservation IS NOT NULL THEN getvariable('reservation_arn') ELSE getvariable('plan_arn') END
        AS commitment_id,
    CASE WHEN reservation IS NOT NULL THEN 'Reserved' ELSE 'Savings Plan' END AS commitment_kind,
    'Used' AS commitment_status,
    resource_id, resource_type, tags,
    usage_type || CASE WHEN reservation IS NOT NULL THEN ' reserved instance applied'
        ELSE ' covered by Compute Savings Plans' END AS description
FROM covered
WHERE covered_quantity > 0;

-- The Savings Plan's recurring fee of each day, and what of it nobody used.
INSERT INTO charges BY NAME
SELECT
    day, month, getvariable('payer') AS account_id, 'global' AS region,
    'Savings Plans for AWS Compute usage' AS service, 'Compute' AS service_category,
    'ComputeSP:1yrNoUpfront' AS usage_type, 'None' AS operation,
    'Purchase' AS charge_category, 'Recurring' AS frequency,
    CAST(24 * share AS DECIMAL(18, 6)) AS quantity, 'Hours' AS unit,
    getvariable('plan_hourly') AS list_price, getvariable('plan_hourly') AS contracted_price,
    getvariable('plan_hourly') * 24 * share AS billed, 0 AS effective,
    getvariable('plan_hourly') * 24 * share AS list_cost, getvariable('plan_hourly') * 24 * share AS contracted_cost,
    'Standard' AS pricing_category, getvariable('plan_arn') AS commitment_id, 'Savings Plan' AS commitment_kind,
    '1 year No Upfront Compute Savings Plan' AS description
FROM days
WHERE day >= getvariable('savings_plan_start');

INSERT INTO charges BY NAME
SELECT
    fee.day, fee.month, fee.account_id, fee.region, fee.service, fee.service_category, fee.usage_type, fee.operation,
    'Recurring' AS frequency,
    0 AS billed, fee.billed - coalesce(used.effective, 0) AS effective, 0 AS list_cost, 0 AS contracted_cost,
    'Committed' AS pricing_category, fee.commitment_id, fee.commitment_kind, 'Unused' AS commitment_status,
    'Unused commitment of a Compute Savings Plan' AS description
FROM charges AS fee
LEFT JOIN (
    SELECT day, sum(effective) AS effective FROM charges WHERE commitment_status = 'Used'
       AND commitment_id = getvariable('plan_arn') GROUP BY day
) AS used USING (day)
WHERE fee.charge_category = 'Purchase' AND fee.commitment_id = getvariable('plan_arn')
  AND fee.billed > coalesce(used.effective, 0);

-- The reservation's monthly fee on the first, and each day's reserved hours that nothing ran in.
CREATE TABLE reserved AS
SELECT account_id, region, service, category AS service_category, usage_type, operation, unit, price
FROM usage_lines WHERE reservation IS NOT NULL LIMIT 1;

INSERT INTO charges BY NAME
SELECT
    day, month, account_id, region, service, service_category, usage_type, operation, unit,
    'Purchase' AS charge_category, 'Recurring' AS frequency,
    getvariable('reserved_instances') * 24 * dayofmonth(last_day(month)) AS quantity,
    getvariable('reserved_hourly') AS list_price, getvariable('reserved_hourly') AS contracted_price,
    getvariable('reserved_hourly') * getvariable('reserved_instances') * 24 * dayofmonth(last_day(month)) AS billed,
    0 AS effective,
    getvariable('reserved_hourly') * getvariable('reserved_instances') * 24 * dayofmonth(last_day(month)) AS list_cost,
    getvariable('reserved_hourly') * getvariable('reserved_instances') * 24 * dayofmonth(last_day(month))
        AS contracted_cost,
    'Standard' AS pricing_category, getvariable('reservation_arn') AS commitment_id, 'Reserved' AS commitment_kind,
    'Monthly fee of ' || getvariable('reserved_instances') || ' reserved instances' AS description
FROM days CROSS JOIN reserved
WHERE day = month;

INSERT INTO charges BY NAME
SELECT
    day, month, reserved.account_id, reserved.region, reserved.service, reserved.service_category,
    reserved.usage_type, reserved.operation, reserved.unit, 'Recurring' AS frequency,
    getvariable('reserved_instances') * 24 * share - running AS quantity,
    0 AS billed, (getvariable('reserved_instances') * 24 * share - running) * getvariable('reserved_hourly') AS effective,
    0 AS list_cost, 0 AS contracted_cost,
    'Committed' AS pricing_category, getvariable('reservation_arn') AS commitment_id, 'Reserved' AS commitment_kind,
    'Unused' AS commitment_status, 'Reserved instance hours unused' AS description
FROM (
    SELECT day, month, share, CAST(sum(covered_quantity) AS DECIMAL(18, 6)) AS running
    FROM covered WHERE reservation IS NOT NULL GROUP BY day, month, share
)
CROSS JOIN reserved
WHERE getvariable('reserved_instances') * 24 * share > running;

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
    day, month, account_id, region, service, category AS service_category, usage_type, operation, tags,
    mishap.charge_category, mishap.charge_class, 'One-Time' AS frequency,
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
