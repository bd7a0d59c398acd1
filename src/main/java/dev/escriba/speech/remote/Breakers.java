package dev.escriba.speech.remote;

import dev.escriba.speech.entity.Readiness;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The circuit breakers of one model: one for all accounts, and one for each account whose recordings fail.
 *
 * <p>A failure of the server counts for all. A failure that a recording may have caused counts for its account, which
 * then loses the model for a while. It counts for all as well where the failure of this kind before it was of another
 * account. So the recordings of one account never take the model from others, and a server that fails whatever it gets
 * is soon asked by nobody.
 */
final class Breakers {

    private static final Logger LOG = Logger.getLogger(Breakers.class.getName());

    private final String label;
    private final Upstream upstream;
    private final Breaker ofAll;
    private final Map<String, Breaker> ofAccounts = new ConcurrentHashMap<>();

    /** The account of the last failure that a recording may have caused. */
    private final AtomicReference<String> lastFailed = new AtomicReference<>();

    /** @param label the name of the model in logs */
    Breakers(String label, Upstream upstream) {
        this.label = label;
        this.upstream = upstream;
        ofAll = breaker(
                () -> {
                    lastFailed.set(null);
                    LOG.log(Level.WARNING, "The remote model {0} fails: it is not asked for {1}", new Object[] {
                        label, upstream.breakerDelay()
                    });
                },
                () -> LOG.log(Level.INFO, "The remote model {0} answers again", label));
    }

    private Breaker breaker(Runnable onOpen, Runnable onClose) {
        return new Breaker(upstream.breakerFailures(), upstream.breakerDelay(), onOpen, onClose);
    }

    private Breaker of(String account) {
        return ofAccounts.computeIfAbsent(
                account,
                id -> breaker(
                        () -> LOG.log(
                                Level.WARNING,
                                "The remote model {0} fails for the account {1}: it is not asked for it for {2}",
                                new Object[] {label, id, upstream.breakerDelay()}),
                        () -> {}));
    }

    /** Whether the next request is sent, whatever its account is. */
    Readiness readiness() {
        return ofAll.refuses()
                ? Readiness.down("it failed too often, and is not asked for "
                        + ofAll.remaining().toSeconds() + " s")
                : Readiness.up();
    }

    /** The time for which no request of an account is sent; empty where the next one is. */
    Optional<Duration> refusal(String account) {
        return Stream.concat(Stream.of(ofAll), Optional.ofNullable(ofAccounts.get(account)).stream())
                .filter(Breaker::refuses)
                .map(Breaker::remaining)
                .max(Duration::compareTo);
    }

    /** Whether a request of an account that failed may be repeated. */
    boolean mayRepeat(String account) {
        Breaker own = ofAccounts.get(account);
        return ofAll.isClosed() && (own == null || own.isClosed());
    }

    /** The permit for one request of an account; empty where it must not be sent. */
    Optional<Permit> acquire(String account) {
        Optional<Breaker> own = Optional.ofNullable(ofAccounts.get(account));
        if (own.isPresent() && !own.get().acquire()) {
            return Optional.empty();
        }
        if (!ofAll.acquire()) {
            own.ifPresent(Breaker::release);
            return Optional.empty();
        }
        return Optional.of(new Permit(account, own));
    }

    /** The permit for one request. A request that is cancelled says nothing: close the permit without a result. */
    final class Permit implements AutoCloseable {

        private final String account;
        private final Optional<Breaker> own;
        private boolean isTold;

        private Permit(String account, Optional<Breaker> own) {
            this.account = account;
            this.own = own;
        }

        /** The server answered. */
        void succeeded() {
            isTold = true;
            ofAll.succeeded();
            own.ifPresent(breaker -> {
                breaker.succeeded();
                if (breaker.isUnharmed()) {
                    ofAccounts.remove(account, breaker);
                }
            });
        }

        /** The server did not answer in time, which says nothing about a server that works on a long recording. */
        void doubted() {
            isTold = true;
            ofAll.doubted();
            own.ifPresent(Breaker::doubted);
        }

        void failed(Fault fault) {
            switch (fault.blame()) {
                case REQUEST -> succeeded();
                case SERVER -> {
                    isTold = true;
                    ofAll.failed();
                    own.ifPresent(Breaker::release);
                }
                case SERVER_OR_RECORDING -> {
                    isTold = true;
                    own.orElseGet(() -> of(account)).failed();
                    String before = lastFailed.getAndSet(account);
                    if (before != null && !before.equals(account)) {
                        ofAll.failed();
                    } else {
                        ofAll.release();
                    }
                }
            }
        }

        /** The permits of half-open breakers come back, whatever the end is. */
        @Override
        public void close() {
            if (!isTold) {
                ofAll.release();
                own.ifPresent(Breaker::release);
            }
        }
    }
}
