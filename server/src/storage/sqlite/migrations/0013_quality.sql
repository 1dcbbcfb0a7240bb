-- How good the best accepted program of an exercise is, 0–100; null where none was looked at.
ALTER TABLE exercise_progress ADD COLUMN quality REAL;
