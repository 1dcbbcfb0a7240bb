-- Exercises that a model made: for whom, and by which. Of those that a teacher wrote both are null.
ALTER TABLE exercises ADD COLUMN made_for TEXT REFERENCES students (id);
ALTER TABLE exercises ADD COLUMN made_by TEXT;
CREATE INDEX exercises_made_for ON exercises (made_for) WHERE made_for IS NOT NULL;
