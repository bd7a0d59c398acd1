package dev.escriba.speech.remote;

import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.speech.control.AdmissionQueue;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.telemetry.control.RemoteMetrics;
import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One model of a remote server, with the state that no other model shares: its admission and its circuit breaker. */
final class RemoteModel {

    private static final Logger LOG = Logger.getLogger(RemoteModel.class.getName());

    /** A server that does not answer in time for a longer recording may work nevertheless. */
    private static final Duration MAX_TELLING_LENGTH = Duration.ofMinutes(2);

    private static final String CANCELLED = "cancelled";

    /** Times of servers are inexact, and a decoder may drop or add some samples. */
    private static final double MAX_EXCESS_SECONDS = 2;

    private final String label;
    private final RemoteAddress address;
    private final UpstreamClient client;
    private final AdmissionQueue admission;
    private final CircuitBreaker<Object> breaker;
    private final Retries retries;
    private final RemoteMetrics metrics;

    /** Whether the breaker opens only to get a permit back. */
    private volatile boolean releasing;

    /** @param label the name of the model in logs and metrics */
    RemoteModel(String label, RemoteAddress address, UpstreamClient client, RemoteMetrics metrics) {
        Upstream upstream = client.upstream();
        this.label = label;
        this.address = address;
        this.client = client;
        this.metrics = metrics;
        int line = upstream.waitingLine();
        admission = new AdmissionQueue(upstream.concurrentRuns(), line, Math.max(1, (line + 1) / 2));
        breaker = CircuitBreaker.builder()
                .withFailureThreshold(upstream.breakerFailures(), 2 * upstream.breakerFailures())
                .withDelay(upstream.breakerDelay())
                .withSuccessThreshold(1)
                .onOpen(event -> {
                    if (!releasing) {
                        LOG.warning(
                                "The remote model " + label + " fails: it is not asked for " + upstream.breakerDelay());
                    }
                })
                .onClose(event -> LOG.info("The remote model " + label + " answers again"))
                .build();
        retries = new Retries(
                upstream.maxAttempts(),
                upstream.retryDelay(),
                upstream.maxRetryDelay(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Whether it has this name and this address. */
    boolean is(String name, RemoteAddress other) {
        return label.equals(name) && address.equals(other);
    }

    Upstream upstream() {
        return client.upstream();
    }

    RemoteAddress address() {
        return address;
    }

    AdmissionQueue admission() {
        return admission;
    }

    /** Whether the next request is sent. */
    Readiness readiness() {
        return breaker.isOpen() && !breaker.getRemainingDelay().isZero()
                ? Readiness.down("it failed too often, and is not asked for "
                        + breaker.getRemainingDelay().toSeconds() + " s")
                : Readiness.up();
    }

    /** Fails where the next request would not be sent. */
    void requireAsked() throws UpstreamException {
        if (breaker.isOpen() && !breaker.getRemainingDelay().isZero()) {
            throw open();
        }
    }

    private UpstreamException open() {
        metrics.ended(label, Fault.OPEN.word());
        return new UpstreamException(Fault.OPEN, Optional.of(breaker.getRemainingDelay()), null);
    }

    /**
     * Sends a form and its file, and repeats it where that may help.
     *
     * @param length of the recording
     * @param mustSpeak whether an answer without a text is a failure
     */
    RemoteTranscript transcribe(MultipartForm form, AudioFile file, Duration length, boolean mustSpeak)
            throws UpstreamException, InterruptedException {
        String run = UUID.randomUUID().toString();
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(form, file, run, length, mustSpeak);
            } catch (UpstreamException e) {
                // one line without a stack trace: a server that is down fails every run
                LOG.log(Level.WARNING, "The remote model {0} failed: {1}, try {2}", new Object[] {
                    label, e.fault().word(), attempt
                });
                Optional<Duration> wait = e.fault().isRetryable() && breaker.isClosed()
                        ? retries.after(attempt, e.retryAfter())
                        : Optional.empty();
                if (wait.isEmpty()) {
                    throw e;
                }
                Thread.sleep(wait.get().toMillis());
            }
        }
    }

    private RemoteTranscript attempt(MultipartForm form, AudioFile file, String run, Duration length, boolean mustSpeak)
            throws UpstreamException, InterruptedException {
        if (!breaker.tryAcquirePermit()) {
            throw open();
        }
        // the permit of a half-open breaker must come back, whatever the end is
        boolean mustReport = breaker.isHalfOpen();
        long began = System.nanoTime();
        String outcome = CANCELLED;
        try {
            RemoteTranscript transcript = client.send(form, file, run);
            if (transcript.end() > length.toNanos() / 1e9 + MAX_EXCESS_SECONDS) {
                throw new UpstreamException(Fault.OVERLONG);
            }
            if (mustSpeak && transcript.text().isEmpty()) {
                throw new UpstreamException(Fault.EMPTY);
            }
            outcome = "succeeded";
            mustReport = false;
            breaker.recordSuccess();
            return transcript;
        } catch (UpstreamException e) {
            outcome = e.fault().word();
            // a long recording may need longer than the limit at a server that works: that counts neither way
            boolean tellsNothing = e.fault() == Fault.TIMEOUT && length.compareTo(MAX_TELLING_LENGTH) > 0;
            if (e.fault().opensBreaker() && !tellsNothing) {
                mustReport = false;
                breaker.recordFailure();
            } else if (!tellsNothing) {
                mustReport = false;
                breaker.recordSuccess();
            }
            throw e;
        } finally {
            if (mustReport && outcome.equals(CANCELLED)) {
                release();
            } else if (mustReport) {
                breaker.recordFailure();
            }
            metrics.ended(label, outcome);
            metrics.took(label, System.nanoTime() - began);
        }
    }

    /**
     * Gives the permit of a half-open breaker back: a run that is cancelled says nothing about the server. The library
     * has no call for that, but a breaker that becomes half-open has its permits.
     */
    private synchronized void release() {
        if (!breaker.isHalfOpen()) {
            return;
        }
        releasing = true;
        try {
            breaker.open();
            breaker.halfOpen();
        } finally {
            releasing = false;
        }
    }
}
