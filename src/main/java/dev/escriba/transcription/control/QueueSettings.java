package dev.escriba.transcription.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.time.Duration;

/**
 * The configuration of queued runs.
 *
 * @param enabled whether runs may wait and be cancelled; off until all nodes know these states
 * @param audioInDatabase whether the audio waits in the database, and not in the data directory
 * @param concurrentRuns queued runs of models that run here that this node works on at a time
 * @param concurrentRemoteRuns queued runs of models on other servers that this node works on at a time
 * @param pollInterval between two looks for a run that waits
 * @param maxRuns queued runs of all accounts
 * @param maxRunsPerAccount queued runs of one account
 * @param maxBytes of the audio of all queued runs
 * @param maxBytesPerAccount of the audio of the queued runs of one account
 * @param maxAttempts of a run whose attempts fail for a reason that may pass, or whose nodes die
 * @param maxWait how long a run waits before it fails
 * @param maxEventStreams open at a time on this node
 * @param maxEventStreamsPerKey those of one credential
 */
@Settings
public record QueueSettings(
        boolean enabled,
        boolean audioInDatabase,
        int concurrentRuns,
        int concurrentRemoteRuns,
        Duration pollInterval,
        int maxRuns,
        int maxRunsPerAccount,
        long maxBytes,
        long maxBytesPerAccount,
        int maxAttempts,
        Duration maxWait,
        int maxEventStreams,
        int maxEventStreamsPerKey) {

    public static final String ENABLED = "escriba.queue.enabled";
    public static final String POLL_INTERVAL = "escriba.queue.poll-interval";
    private static final String CONCURRENT_RUNS = "escriba.queue.concurrent-runs";
    private static final String CONCURRENT_REMOTE_RUNS = "escriba.queue.concurrent-remote-runs";

    public static QueueSettings read(SettingsReader settings) {
        QueueSettings read = new QueueSettings(
                settings.flag(ENABLED, "false"),
                settings.value(
                        "escriba.queue.audio",
                        "directory",
                        QueueSettings::isInDatabase,
                        "Set it to directory or database."),
                settings.integer(CONCURRENT_RUNS, "2", 0, 1_000),
                settings.integer(CONCURRENT_REMOTE_RUNS, "4", 0, 1_000),
                settings.duration(POLL_INTERVAL, "PT1S", Duration.ofMillis(50), Duration.ofMinutes(5)),
                settings.integer("escriba.queue.max-runs", "1000", 1, 1_000_000),
                settings.integer("escriba.queue.max-runs-per-account", "200", 1, 1_000_000),
                settings.number("escriba.queue.max-bytes", "10737418240", 1, Long.MAX_VALUE),
                settings.number("escriba.queue.max-bytes-per-account", "2147483648", 1, Long.MAX_VALUE),
                settings.integer("escriba.queue.max-attempts", "5", 1, 1_000),
                settings.positive("escriba.queue.max-wait", "P1D"),
                settings.integer("escriba.queue.max-event-streams", "64", 1, 10_000),
                settings.integer("escriba.queue.max-event-streams-per-key", "4", 1, 10_000));
        if (read.enabled() && !read.audioInDatabase()) {
            requireOne(CONCURRENT_RUNS, read.concurrentRuns(), settings);
            requireOne(CONCURRENT_REMOTE_RUNS, read.concurrentRemoteRuns(), settings);
        }
        return read;
    }

    private static void requireOne(String key, int runs, SettingsReader settings) {
        if (runs == 0) {
            settings.refuse(
                    key,
                    0,
                    "No other node could work on the runs that this node accepts. Set it to 1 or more, or set"
                            + " escriba.queue.audio=database.");
        }
    }

    private static boolean isInDatabase(String place) {
        return switch (place) {
            case "directory" -> false;
            case "database" -> true;
            default -> throw new IllegalArgumentException(place);
        };
    }
}
