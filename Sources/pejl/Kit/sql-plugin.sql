-- How much a figure changed from one period to the next, in the municipality itself. One row a finding.
WITH own AS (
    SELECT f.*, i.decimals, i.title_en,
        lag(f.value) OVER course AS value_before,
        lag(f.period) OVER course AS period_before,
        lag(f.period_start) OVER course AS start_before
    FROM figures AS f JOIN indicators AS i ON i.indicator = f.indicator
    WHERE f.area_code = :municipality
    WINDOW course AS (PARTITION BY f.indicator, f.breakdown, f.period_kind ORDER BY f.period_start)
),
changes AS (
    SELECT *, round(value - value_before, decimals) AS change
    FROM own
    -- Nothing is computed of a hidden figure, nor across a break.
    WHERE value IS NOT NULL AND value_before IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM breaks AS b
        WHERE b.indicator = own.indicator AND b.day > own.start_before AND b.day <= own.period_start)
)
SELECT indicator, breakdown, period, 'change' AS statistic, change AS value,
    CASE unit WHEN '%' THEN 'percentage_points' ELSE unit END AS unit,
    indicator_title || ' (' || breakdown || '), ' || area || ': '
        || CASE WHEN change > 0 THEN 'steg ' WHEN change < 0 THEN 'faldt ' ELSE 'ændrede sig ikke: ' END
        || replace(format('%.*f', decimals, abs(change)), '.', ',') || ' procentpoint fra ' || period_before || ' til '
        || period AS text_da,
    title_en || ' (' || breakdown || '), ' || area || ': '
        || CASE WHEN change > 0 THEN 'rose ' WHEN change < 0 THEN 'fell ' ELSE 'did not change: ' END
        || format('%.*f', decimals, abs(change)) || ' percentage points from ' || period_before || ' to '
        || period AS text_en,
    json_array(json_object('period', period_before), json_object('period', period)) AS inputs
FROM changes
WHERE abs(change) >= :at_least
