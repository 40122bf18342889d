-- Where a database holds several provinces, a token may be of one of them.

ALTER TABLE token ADD COLUMN province TEXT;     -- NULL: of every province in the database
