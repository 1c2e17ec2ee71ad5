-- One row a finding. Parameters: :municipality, :clock and the setting :months.
WITH
-- What is published: a hidden figure is, a missing one is not. A span has no next one, a week's or day's length no months.
published AS (
    SELECT dataset, indicator, indicator_title, area_code, breakdown, period, period_kind, period_end,
        CASE period_kind WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half_year' THEN 6 ELSE 12 END AS length
    FROM figures
    WHERE status NOT IN ('O', 'M') AND period_kind IN ('month', 'quarter', 'half_year', 'year', 'school_year')
),
-- The newest figure of each of the municipality's series.
newest AS (
    SELECT *, date(period_end, '+1 day') AS day_after
    FROM (
        SELECT *, row_number() OVER (
            PARTITION BY indicator, breakdown, period_kind ORDER BY period_end DESC) AS place
        FROM published WHERE area_code = :municipality
    )
    WHERE place = 1
),
-- The newest figure of each dataset, whatever the series; the first of several by name.
foremost AS (
    SELECT *
    FROM (
        SELECT *, row_number() OVER (
            PARTITION BY dataset, period_kind ORDER BY period_end DESC, indicator, breakdown, area_code) AS place
        FROM published
    )
    WHERE place = 1
),
aged AS (
    SELECT newest.*,
        12 * (strftime('%Y', :clock) - strftime('%Y', day_after)) + strftime('%m', :clock) - strftime('%m', day_after)
            AS age,
        -- The last day of the next period, and the months that its publisher has.
        date(day_after, (length + :months) || ' months', '-1 day') AS due
    FROM newest
),
found AS (
    SELECT indicator, indicator_title, breakdown, period, 'age-of-newest' AS statistic, age AS value,
        'due-date-assumed' AS caveats, NULL AS inputs, due, NULL AS other
    FROM aged WHERE due < date(:clock)
    UNION ALL
    SELECT own.indicator, own.indicator_title, own.breakdown, own.period, 'behind-dataset',
        12 * (strftime('%Y', first.period_end) - strftime('%Y', own.period_end))
            + strftime('%m', first.period_end) - strftime('%m', own.period_end),
        'series-may-have-ended',
        json_array(
            json_object(),
            json_object('indicator', first.indicator, 'breakdown', first.breakdown, 'period', first.period,
                'areas', json_array(first.area_code))),
        NULL, first.period
    FROM newest AS own JOIN foremost AS first USING (dataset, period_kind)
    WHERE own.period_end < first.period_end
)
SELECT indicator, breakdown, period, statistic, value, 'months' AS unit, caveats, inputs,
    indicator_title || iif(breakdown = '', '', ' (' || breakdown || ')')
        || CASE statistic
            WHEN 'age-of-newest' THEN ': kommunens nyeste tal er fra ' || period || ', som var slut ' || value
                || iif(value = 1, ' måned', ' måneder') || ' før den ' || date(:clock)
                || '. Et nyere kunne ventes senest ' || due || '.'
            ELSE ': kommunens nyeste tal er fra ' || period || ', men datasættet har tal fra ' || other || ', '
                || value || iif(value = 1, ' måned', ' måneder') || ' senere.'
        END AS text_da,
    title_en || iif(breakdown = '', '', ' (' || breakdown || ')')
        || CASE statistic
            WHEN 'age-of-newest' THEN ': the municipality''s newest figure is for ' || period || ', which had ended '
                || value || iif(value = 1, ' month', ' months') || ' before ' || date(:clock)
                || '. A newer one could be expected by ' || due || '.'
            ELSE ': the municipality''s newest figure is for ' || period || ', but the dataset has figures for '
                || other || ', ' || value || iif(value = 1, ' month', ' months') || ' later.'
        END AS text_en
FROM found JOIN (SELECT indicator, title_en FROM indicators) USING (indicator)
ORDER BY indicator, breakdown, period, statistic
