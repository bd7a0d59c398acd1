package dev.escriba.speech.control;

import dev.escriba.settings.control.ReadableSettings;
import dev.escriba.settings.entity.WrongSetting;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration of the component.
 *
 * @param workers threads that recognise
 * @param concurrentRuns recordings recognised at a time, in turns
 * @param waitingLine runs that may wait for a place
 * @param waitingLinePerAccount those of one account
 */
public record SpeechSettings(int workers, int concurrentRuns, int waitingLine, int waitingLinePerAccount) {

    static final String WORKERS = "escriba.speech.workers";
    static final String CONCURRENT_RUNS = "escriba.speech.concurrent-runs";
    static final String WAITING_LINE = "escriba.speech.waiting-line";
    static final String WAITING_LINE_PER_ACCOUNT = "escriba.speech.waiting-line-per-caller";

    private static final int DEFAULT_WAITING_LINE = 32;

    /** Refuses what makes no sense. */
    public SpeechSettings {
        requireWithin(WORKERS, workers, 1, 1024);
        requireWithin(CONCURRENT_RUNS, concurrentRuns, 1, 10_000);
        requireWithin(WAITING_LINE, waitingLine, 0, 100_000);
        requireWithin(WAITING_LINE_PER_ACCOUNT, waitingLinePerAccount, 1, 100_000);
    }

    /** What is configured; an empty value stands for the default. */
    public static SpeechSettings of(
            Optional<Integer> workers,
            Optional<Integer> concurrentRuns,
            Optional<Integer> waitingLine,
            Optional<Integer> waitingLinePerAccount) {
        int threads = workers.orElse(Runtime.getRuntime().availableProcessors());
        int line = waitingLine.orElse(DEFAULT_WAITING_LINE);
        return new SpeechSettings(
                threads,
                concurrentRuns.orElse(2 * threads),
                line,
                waitingLinePerAccount.orElse(Math.max(1, (line + 1) / 2)));
    }

    static SpeechSettings read(Config config) {
        return of(
                ReadableSettings.read(config, WORKERS, Integer.class),
                ReadableSettings.read(config, CONCURRENT_RUNS, Integer.class),
                ReadableSettings.read(config, WAITING_LINE, Integer.class),
                ReadableSettings.read(config, WAITING_LINE_PER_ACCOUNT, Integer.class));
    }

    private static void requireWithin(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw WrongSetting.outOfRange(key, value, least, most);
        }
    }
}
