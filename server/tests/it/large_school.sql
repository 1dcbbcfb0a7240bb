-- A school of 1,000 students and 100,000 submissions. {{result}}, {{mastery}}, {{last}} and {{ask}} are put in by the
-- program, in the shapes that it reads.
INSERT INTO users SELECT md5('t' || n)::uuid, 'teacher', 'Teacher ' || n, now() FROM generate_series(1, 34) n;
INSERT INTO teachers SELECT md5('t' || n)::uuid, 'teacher' || n, 'a hash' FROM generate_series(1, 34) n;
INSERT INTO classes
    SELECT md5('c' || n)::uuid, md5('t' || n)::uuid, 'Class ' || n, 'C' || n, 'UTC', now() FROM generate_series(1, 34) n;
INSERT INTO users SELECT md5('s' || n)::uuid, 'student', 'Student ' || n, now() FROM generate_series(1, 1000) n;
INSERT INTO students SELECT md5('s' || n)::uuid, 'a hash' FROM generate_series(1, 1000) n;
INSERT INTO enrollments
    SELECT md5('c' || 1 + n % 34)::uuid, md5('s' || n)::uuid, 'student ' || n FROM generate_series(1, 1000) n;
INSERT INTO refresh_tokens
    SELECT sha256(convert_to(n || '.' || t, 'UTF8')), gen_random_uuid(), md5('s' || n)::uuid, now() + interval '1 day'
    FROM generate_series(1, 1000) n, generate_series(1, 5) t;
INSERT INTO tasks VALUES ('\x00', '{}');
INSERT INTO submissions
    SELECT gen_random_uuid(), md5('s' || n)::uuid, md5('c' || 1 + n % 34)::uuid, 'topic-' || a % 24,
           'exercise-' || a % 24, 1 + a / 24, convert_to(repeat('print(1)' || E'\n', 20), 'UTF8'), a % 3 = 0, 50,
           '{{result}}', 'an engine', now() - a * interval '1 hour', '\x00', 1, now(), '{}', '[]'
    FROM generate_series(1, 1000) n, generate_series(1, 100) a;
INSERT INTO quiz_answers
    SELECT gen_random_uuid(), md5('s' || n)::uuid, 'topic-' || t, '{}', 50, now()
    FROM generate_series(1, 1000) n, generate_series(0, 23) t;
INSERT INTO exercise_progress
    SELECT md5('s' || n)::uuid, 'topic-' || t, 'exercise-' || t, 50, true
    FROM generate_series(1, 1000) n, generate_series(0, 23) t;
INSERT INTO quiz_progress
    SELECT md5('s' || n)::uuid, 'topic-' || t, 50 FROM generate_series(1, 1000) n, generate_series(0, 23) t;
INSERT INTO daily_activity
    SELECT md5('s' || n)::uuid, current_date - d, 3 FROM generate_series(1, 1000) n, generate_series(1, 100) d;
INSERT INTO progress
    SELECT md5('s' || n)::uuid, 'topic-' || t, '{{mastery}}', now()
    FROM generate_series(1, 1000) n, generate_series(0, 23) t;
INSERT INTO student_activity
    SELECT md5('s' || n)::uuid, 'topic-1', 'exercise-1', '{{last}}', 3, now() FROM generate_series(1, 1000) n;
INSERT INTO review
    SELECT md5('s' || n)::uuid, 'topic-' || q % 24, 'question-' || q, 0, current_date
    FROM generate_series(1, 1000) n, generate_series(1, 40) q;
INSERT INTO idempotency_keys
    SELECT md5('s' || n)::uuid, md5(n || '.' || k), sha256('x'), '{}', now() - k * interval '1 minute'
    FROM generate_series(1, 1000) n, generate_series(1, 50) k;
INSERT INTO outbox (event_id, topic, key, event, created_at, published_at)
    SELECT gen_random_uuid(), 'exercise.graded', md5('s' || n)::uuid::text, '{}', now() - a * interval '1 minute', now()
    FROM generate_series(1, 100) a, generate_series(1, 1000) n;
INSERT INTO inbox SELECT 'progress', event_id, created_at FROM outbox;
INSERT INTO bus_groups SELECT 'progress', max(seq) FROM outbox;
INSERT INTO questions
    SELECT md5('q' || n || '.' || q)::uuid, md5('s' || n)::uuid, md5('c' || 1 + n % 34)::uuid, 'topic-1', 'exercise-1',
           'en', '{{ask}}', now() - q * interval '1 hour', NULL, '"library"'
    FROM generate_series(1, 1000) n, generate_series(1, 30) q;
INSERT INTO error_occurrences
    SELECT gen_random_uuid(), md5('s' || n)::uuid, 'topic-1', 'exercise-1', 'NameError', now() - e * interval '1 hour'
    FROM generate_series(1, 1000) n, generate_series(1, 50) e;
ANALYZE;
