package dev.escriba.speech.remote;

import dev.escriba.media.entity.MediaFormat;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A configured server with the OpenAI-compatible transcription API.
 *
 * @param name by which the catalogue names it
 * @param endpoint the address that transcribes
 * @param key that the server asks for
 * @param keyHeader the header that carries the key
 * @param verbose whether it knows {@code verbose_json}, with segments and language
 * @param words whether it also tells the times of words
 * @param formats the names of the formats that it takes; other uploads are sent as WAV
 * @param maxUploadBytes the largest file that it takes
 * @param maxResponseBytes a longer answer is refused
 * @param timeout for one try, from the connection to the end of the answer
 * @param maxAttempts tries of one run
 * @param retryDelay before the second try; it doubles with each further one
 * @param maxRetryDelay the longest wait before another try, also where the server asks for a longer one
 * @param concurrentRuns runs that one of its models works on at a time
 * @param waitingLine runs that wait for a place
 * @param breakerFailures failures among the last {@code 2 * breakerFailures} tries that stop further tries
 * @param breakerDelay the time without tries after such failures
 */
record Upstream(
        String name,
        URI endpoint,
        Optional<UpstreamKey> key,
        String keyHeader,
        boolean verbose,
        boolean words,
        Set<String> formats,
        long maxUploadBytes,
        int maxResponseBytes,
        Duration connectTimeout,
        Duration timeout,
        int maxAttempts,
        Duration retryDelay,
        Duration maxRetryDelay,
        int concurrentRuns,
        int waitingLine,
        int breakerFailures,
        Duration breakerDelay) {

    Upstream {
        formats = Set.copyOf(formats);
    }

    /** Whether it takes files of this format as they are. */
    boolean takes(MediaFormat format) {
        return format.names().stream().anyMatch(formats::contains);
    }
}
