-- Nodes of the version before go on. Each of their transactions that moves money locks a row of instance first: wait for those that have begun, and
-- let no other begin, so that the sums below miss no hold.
LOCK TABLE instance IN EXCLUSIVE MODE;
LOCK TABLE spending IN EXCLUSIVE MODE;

-- What each key and each user identifier has spent and holds this month. Until now a row existed, and counted, only while a limit was configured.
-- A user identifier has a row of its own in a month, which its first run fills from the holds: without the index, by reading all of the account.
CREATE INDEX hold_by_month_and_user ON hold (account_id, billing_month, user_identifier);

UPDATE spending SET amount = (
    SELECT COALESCE(SUM(CASE h.state WHEN 'OPEN' THEN h.amount WHEN 'SETTLED' THEN h.charged ELSE 0 END), 0)
    FROM hold h
    WHERE h.account_id = spending.account_id AND h.billing_month = spending.billing_month AND h.caller = spending.subject)
WHERE subject_kind = 'KEY' AND billing_month >= CAST(EXTRACT(YEAR FROM CURRENT_TIMESTAMP AT TIME ZONE 'UTC') * 100
    + EXTRACT(MONTH FROM CURRENT_TIMESTAMP AT TIME ZONE 'UTC') AS INTEGER);

UPDATE spending SET amount = (
    SELECT COALESCE(SUM(CASE h.state WHEN 'OPEN' THEN h.amount WHEN 'SETTLED' THEN h.charged ELSE 0 END), 0)
    FROM hold h
    WHERE h.account_id = spending.account_id AND h.billing_month = spending.billing_month AND h.user_identifier = spending.subject)
WHERE subject_kind = 'USER' AND billing_month >= CAST(EXTRACT(YEAR FROM CURRENT_TIMESTAMP AT TIME ZONE 'UTC') * 100
    + EXTRACT(MONTH FROM CURRENT_TIMESTAMP AT TIME ZONE 'UTC') AS INTEGER);

INSERT INTO spending (account_id, subject_kind, subject, billing_month, amount)
SELECT h.account_id, 'KEY', h.caller, h.billing_month,
    SUM(CASE h.state WHEN 'OPEN' THEN h.amount WHEN 'SETTLED' THEN h.charged ELSE 0 END)
FROM hold h
WHERE h.billing_month >= CAST(EXTRACT(YEAR FROM CURRENT_TIMESTAMP AT TIME ZONE 'UTC') * 100
        + EXTRACT(MONTH FROM CURRENT_TIMESTAMP AT TIME ZONE 'UTC') AS INTEGER)
    AND NOT EXISTS (SELECT 1 FROM spending s
        WHERE s.account_id = h.account_id AND s.subject_kind = 'KEY' AND s.subject = h.caller AND s.billing_month = h.billing_month)
GROUP BY h.account_id, h.caller, h.billing_month;

INSERT INTO spending (account_id, subject_kind, subject, billing_month, amount)
SELECT h.account_id, 'USER', h.user_identifier, h.billing_month,
    SUM(CASE h.state WHEN 'OPEN' THEN h.amount WHEN 'SETTLED' THEN h.charged ELSE 0 END)
FROM hold h
WHERE h.billing_month >= CAST(EXTRACT(YEAR FROM CURRENT_TIMESTAMP AT TIME ZONE 'UTC') * 100
        + EXTRACT(MONTH FROM CURRENT_TIMESTAMP AT TIME ZONE 'UTC') AS INTEGER) AND h.user_identifier IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM spending s
        WHERE s.account_id = h.account_id AND s.subject_kind = 'USER' AND s.subject = h.user_identifier AND s.billing_month = h.billing_month)
GROUP BY h.account_id, h.user_identifier, h.billing_month;
