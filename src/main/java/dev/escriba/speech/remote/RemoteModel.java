package dev.escriba.speech.remote;

import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.speech.control.AdmissionQueue;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.telemetry.control.RemoteMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One model of a remote server, with the state that no other model shares: its admission and its circuit breakers. */
final class RemoteModel {

    private static final Logger LOG = Logger.getLogger(RemoteModel.class.getName());

    /** A server that does not answer in time for a longer recording may work nevertheless. */
    private static final Duration MAX_TELLING_LENGTH = Duration.ofMinutes(2);

    private static final String CANCELLED = "cancelled";

    private final String label;
    private final RemoteAddress address;
    private final UpstreamClient client;
    private final AdmissionQueue admission;
    private final Breakers breakers;
    private final Retries retries;
    private final RemoteMetrics metrics;

    /** @param label the name of the model in logs and metrics */
    RemoteModel(String label, RemoteAddress address, UpstreamClient client, RemoteMetrics metrics) {
        Upstream upstream = client.upstream();
        this.label = label;
        this.address = address;
        this.client = client;
        this.metrics = metrics;
        int line = upstream.waitingLine();
        admission = new AdmissionQueue(upstream.concurrentRuns(), line, Math.max(1, (line + 1) / 2));
        breakers = new Breakers(label, upstream);
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

    /** Whether the next request is sent, whatever its account is. */
    Readiness readiness() {
        return breakers.readiness();
    }

    /** Fails where the next request of an account would not be sent. */
    void requireAsked(String account) throws UpstreamException {
        if (breakers.refusal(account).isPresent()) {
            throw open(account);
        }
    }

    private UpstreamException open(String account) {
        metrics.ended(label, Fault.OPEN.word());
        return new UpstreamException(
                Fault.OPEN, Optional.of(breakers.refusal(account).orElse(Duration.ZERO)), null);
    }

    /**
     * Sends a request, and repeats it where that may help.
     *
     * @param length of the recording
     * @param mustSpeak whether an answer without a text is a failure
     */
    RemoteTranscript transcribe(RemoteRequest request, Duration length, boolean mustSpeak)
            throws UpstreamException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(request, length, mustSpeak);
            } catch (UpstreamException e) {
                // one line without a stack trace: a server that is down fails every run
                LOG.log(Level.WARNING, "The remote model {0} failed: {1}, try {2}", new Object[] {
                    label, e.fault().word(), attempt
                });
                Optional<Duration> wait = e.fault().isRetryable() && breakers.mayRepeat(request.account())
                        ? retries.after(attempt, e.retryAfter())
                        : Optional.empty();
                if (wait.isEmpty()) {
                    throw e;
                }
                Thread.sleep(wait.get().toMillis());
            }
        }
    }

    private RemoteTranscript attempt(RemoteRequest request, Duration length, boolean mustSpeak)
            throws UpstreamException, InterruptedException {
        Optional<Breakers.Permit> acquired = breakers.acquire(request.account());
        if (acquired.isEmpty()) {
            throw open(request.account());
        }
        long began = System.nanoTime();
        String outcome = CANCELLED;
        try (Breakers.Permit permit = acquired.get()) {
            RemoteTranscript transcript = answer(request, permit, length, mustSpeak);
            outcome = "succeeded";
            return transcript;
        } catch (UpstreamException e) {
            outcome = e.fault().word();
            throw e;
        } finally {
            metrics.ended(label, outcome);
            metrics.took(label, System.nanoTime() - began);
        }
    }

    private RemoteTranscript answer(RemoteRequest request, Breakers.Permit permit, Duration length, boolean mustSpeak)
            throws UpstreamException, InterruptedException {
        try {
            RemoteTranscript transcript = client.send(request);
            if (transcript.exceeds(length)) {
                throw new UpstreamException(Fault.OVERLONG);
            }
            if (mustSpeak && transcript.text().isEmpty()) {
                throw new UpstreamException(Fault.EMPTY);
            }
            permit.succeeded();
            return transcript;
        } catch (UpstreamException e) {
            // a long recording may need longer than the limit at a server that works
            if (e.fault() == Fault.TIMEOUT && length.compareTo(MAX_TELLING_LENGTH) > 0) {
                permit.doubted();
            } else {
                permit.failed(e.fault());
            }
            throw e;
        }
    }
}
