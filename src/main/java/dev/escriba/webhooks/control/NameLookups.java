package dev.escriba.webhooks.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up names with a time limit: the platform has none, and the name server of a receiver may be slow. A look-up
 * that its attempt has given up keeps its place until the platform ends it. An account, and a host, has fewer places
 * than are free. So the names of one account that hang take half of the places at most, and several accounts together
 * all of them only where each has names that hang.
 */
final class NameLookups {

    private static final String NO_ROOM = "lookups-busy";

    /** Finds the addresses of a name. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Executor executor;

    /** The look-ups that go on, by accounts and hosts. */
    private final Map<String, Integer> busy = new HashMap<>();

    private int free;

    /**
     * Look-ups that share a limited number of places.
     *
     * @param executor has as many threads as there are places, and rejects what it has no thread for
     */
    NameLookups(Resolver resolver, Executor executor, int places) {
        this.resolver = resolver;
        this.executor = executor;
        this.free = places;
    }

    /** @throws FailedAttempt if the name is not known, or not found in this time, or there is no room to look it up */
    InetAddress[] resolve(String account, String host, long nanos) throws FailedAttempt {
        CompletableFuture<InetAddress[]> found = new CompletableFuture<>();
        List<String> owners = List.of("account " + account, "host " + host.toLowerCase(Locale.ROOT));
        enter(owners);
        try {
            executor.execute(() -> complete(found, host, owners));
        } catch (RejectedExecutionException e) {
            leave(owners);
            throw FailedAttempt.putBack(NO_ROOM);
        }
        try {
            return found.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new FailedAttempt("unknown-host", e);
            }
            throw new IllegalStateException("the look-up of a name failed", e);
        } catch (TimeoutException e) {
            throw new FailedAttempt("timeout", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedAttempt("timeout", e);
        }
    }

    private void complete(CompletableFuture<InetAddress[]> found, String host, List<String> owners) {
        try {
            InetAddress[] addresses = resolver.resolve(host);
            leave(owners);
            found.complete(addresses);
        } catch (UnknownHostException | RuntimeException | Error e) {
            leave(owners);
            found.completeExceptionally(e);
        }
    }

    private synchronized void enter(List<String> owners) throws FailedAttempt {
        if (owners.stream().anyMatch(owner -> busy.getOrDefault(owner, 0) >= free)) {
            throw FailedAttempt.putBack(NO_ROOM);
        }
        free--;
        owners.forEach(owner -> busy.merge(owner, 1, Integer::sum));
    }

    private synchronized void leave(List<String> owners) {
        free++;
        owners.forEach(owner -> busy.computeIfPresent(owner, (same, count) -> count > 1 ? count - 1 : null));
    }
}
