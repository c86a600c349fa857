-- Times are Unix milliseconds.
CREATE TABLE IF NOT EXISTS queue_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of sending; never given twice
    lane TEXT NOT NULL,
    dead INTEGER NOT NULL DEFAULT 0,
    message_group TEXT NOT NULL,
    body TEXT NOT NULL,
    visible_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX IF NOT EXISTS queue_messages_by_time ON queue_messages (lane, dead, visible_at);
CREATE INDEX IF NOT EXISTS queue_messages_by_group ON queue_messages (lane, dead, message_group, id);

CREATE TABLE IF NOT EXISTS queue_duplicates (
    lane TEXT NOT NULL,
    dedup TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (lane, dedup)
) STRICT;
