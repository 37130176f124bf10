-- What narrowed and bounded a run on the command line besides its limit and params, as JSON: checks, measures, forks,
-- host_seconds, host_bytes. Empty for runs of before.
ALTER TABLE runs ADD COLUMN asked TEXT NOT NULL DEFAULT '{}';
