package dev.escriba.speech.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;

/**
 * The configuration of the component.
 *
 * @param workers threads that recognise
 * @param concurrentRuns recordings recognised at a time, in turns
 * @param waitingLine runs that may wait for a place
 * @param waitingLinePerAccount those of one account
 * @param remoteRequests requests whose runs are on models on other servers, or wait for them
 */
@Settings
public record SpeechSettings(
        int workers, int concurrentRuns, int waitingLine, int waitingLinePerAccount, int remoteRequests) {

    static final String WORKERS = "escriba.speech.workers";
    static final String CONCURRENT_RUNS = "escriba.speech.concurrent-runs";
    static final String WAITING_LINE = "escriba.speech.waiting-line";
    static final String WAITING_LINE_PER_ACCOUNT = "escriba.speech.waiting-line-per-caller";

    private static final String REMOTE_REQUESTS = "escriba.speech.max-remote-requests";

    private static final String USUAL_WAITING_LINE = "32";

    /** With fewer places, the long recording of an account would keep its short ones waiting. */
    private static final int MIN_USUAL_RUNS = 3;

    public static SpeechSettings read(SettingsReader settings) {
        int threads =
                settings.integer(WORKERS, 1, 1024).orElse(Runtime.getRuntime().availableProcessors());
        // the component for HTTP has the same key
        int maxRequests = settings.integer("escriba.web.max-requests", "80", 1, Integer.MAX_VALUE);
        int line = settings.integer(WAITING_LINE, USUAL_WAITING_LINE, 0, 100_000);
        return new SpeechSettings(
                threads,
                settings.integer(CONCURRENT_RUNS, 1, 10_000).orElse(Math.max(MIN_USUAL_RUNS, 2 * threads)),
                line,
                settings.integer(WAITING_LINE_PER_ACCOUNT, 1, 100_000).orElse(Math.max(1, (line + 1) / 2)),
                settings.integer(REMOTE_REQUESTS, 1, 100_000).orElse(maxRequests - maxRequests / 4));
    }
}
