-- Tokens a class has used at the model, by day in the class's zone.
CREATE TABLE model_tokens (
    class_id uuid NOT NULL,
    day      date NOT NULL,
    used     bigint NOT NULL,
    PRIMARY KEY (class_id, day)
);
