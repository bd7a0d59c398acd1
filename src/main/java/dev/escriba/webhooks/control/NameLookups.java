package dev.escriba.webhooks.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks up names with a time limit: the platform has none, and the name server of a receiver may be slow. */
final class NameLookups {

    /** Finds the addresses of a name. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Executor executor;

    /** @param executor has a limited number of threads and rejects what it has no thread for */
    NameLookups(Resolver resolver, Executor executor) {
        this.resolver = resolver;
        this.executor = executor;
    }

    /** @throws FailedAttempt if the name is not known, or not found in this time */
    InetAddress[] resolve(String host, long nanos) throws FailedAttempt {
        CompletableFuture<InetAddress[]> found = new CompletableFuture<>();
        try {
            executor.execute(() -> complete(found, host));
            return found.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new FailedAttempt("unknown-host", e);
            }
            throw new IllegalStateException("the look-up of a name failed", e);
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new FailedAttempt("timeout", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedAttempt("timeout", e);
        }
    }

    private void complete(CompletableFuture<InetAddress[]> found, String host) {
        try {
            found.complete(resolver.resolve(host));
        } catch (UnknownHostException | RuntimeException e) {
            found.completeExceptionally(e);
        }
    }
}
