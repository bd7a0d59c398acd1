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
 * then loses the model for a while. If the previous failure of this kind came from another account, it also counts for
 * all. So the recordings of one account never take the model from others, and a server that fails whatever it gets
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
        Optional<Own> own = Optional.empty();
        Breaker ofAccount = ofAccounts.get(account);
        if (ofAccount != null) {
            own = ofAccount.acquire().map(pass -> new Own(ofAccount, pass));
            if (own.isEmpty()) {
                return Optional.empty();
            }
        }
        Optional<Breaker.Pass> pass = ofAll.acquire();
        if (pass.isEmpty()) {
            own.ifPresent(Own::release);
            return Optional.empty();
        }
        return Optional.of(new Permit(account, own, pass.get()));
    }

    /** The breaker of an account, and its permit. */
    private record Own(Breaker breaker, Breaker.Pass pass) {
        void release() {
            breaker.release(pass);
        }
    }

    /** The permit for one request. A request that is cancelled says nothing: close the permit without a result. */
    final class Permit implements AutoCloseable {

        private final String account;
        private final Optional<Own> own;
        private final Breaker.Pass pass;
        private boolean isTold;

        private Permit(String account, Optional<Own> own, Breaker.Pass pass) {
            this.account = account;
            this.own = own;
            this.pass = pass;
        }

        /** The server answered. */
        void succeeded() {
            isTold = true;
            ofAll.succeeded();
            own.map(Own::breaker).ifPresent(breaker -> {
                breaker.succeeded();
                if (breaker.isUnharmed()) {
                    ofAccounts.remove(account, breaker);
                }
            });
        }

        /** The server did not answer in time, which says nothing about a server that works on a long recording. */
        void doubted() {
            isTold = true;
            ofAll.doubted(pass);
            own.ifPresent(its -> its.breaker().doubted(its.pass()));
        }

        void failed(Fault fault) {
            switch (fault.blame()) {
                case REQUEST -> succeeded();
                case NOBODY -> {
                    // the permit goes back when it is closed
                }
                case SERVER -> {
                    isTold = true;
                    ofAll.failed();
                    own.ifPresent(Own::release);
                }
                case SERVER_OR_RECORDING -> {
                    isTold = true;
                    own.ifPresent(Own::release);
                    // a success of the same account may have removed the breaker that gave the permit
                    of(account).failed();
                    String before = lastFailed.getAndSet(account);
                    if (before != null && !before.equals(account)) {
                        ofAll.failed();
                    } else {
                        ofAll.release(pass);
                    }
                }
            }
        }

        /** The permits of half-open breakers come back, whatever the end is. */
        @Override
        public void close() {
            if (!isTold) {
                ofAll.release(pass);
                own.ifPresent(Own::release);
            }
        }
    }
}
