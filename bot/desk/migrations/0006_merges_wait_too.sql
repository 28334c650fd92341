-- A proposal may be to merge its entry into another; and whoever says that something ended, or is there twice, says why.
ALTER TABLE proposals ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE proposals ADD COLUMN why TEXT NOT NULL DEFAULT '';
