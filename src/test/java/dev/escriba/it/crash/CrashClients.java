package dev.escriba.it.crash;

import dev.escriba.it.crash.CrashRequest.Seen;
import dev.escriba.it.support.Service;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that send one recording after the other and record the answers. Those of the node that is killed end with it;
 * those of the other nodes go on until it has started again, and every request of theirs must be answered.
 */
final class CrashClients {

    private static final int CLIENTS = 4;
    private static final int LATEST_KILL_MILLIS = 6_000;
    private static final Duration MAX_WAIT_TIME = Duration.ofSeconds(3);

    private final CrashNode victim;
    private final List<Path> recordings;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Map<CrashRequest, Seen> answered = new ConcurrentHashMap<>();
    private final Queue<CrashRequest> unanswered = new ConcurrentLinkedQueue<>();

    private volatile boolean killed;
    private volatile boolean ended;

    private CrashClients(CrashNode victim, List<Path> recordings) {
        this.victim = victim;
        this.recordings = recordings;
    }

    /** The outcome of the requests from one check to the next. */
    record Outcome(Map<CrashRequest, Seen> answered, List<CrashRequest> unanswered) {}

    /**
     * Sends requests to all nodes, kills one at a random moment and starts it again. In half of the cases it waits for
     * the next commit first: the moment between a commit and the answer is a millisecond, which a random moment seldom
     * hits.
     *
     * @param name the prefix of the ids of these requests
     */
    static Outcome sendAndKill(
            List<CrashNode> nodes,
            CrashNode victim,
            List<Path> recordings,
            String name,
            Callable<Object> commits,
            SplittableRandom random)
            throws Exception {
        CrashClients clients = new CrashClients(victim, recordings);
        int millis = random.nextInt(LATEST_KILL_MILLIS + 1);
        boolean atCommit = random.nextBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String ids = name + i + "-";
                CrashNode node = nodes.get(i % nodes.size());
                SplittableRandom own = random.split();
                running.add(threads.submit(() -> clients.send(node, ids, own)));
            }
            clients.begun.await();
            // the random moment of the kill is the subject
            Thread.sleep(millis);
            if (atCommit) {
                waitForChange(commits);
            }
            clients.killed = true;
            victim.kill();
            victim.start();
            clients.ended = true;
            for (Future<?> client : running) {
                // a request that failed for another reason is reported
                client.get();
            }
        } finally {
            clients.ended = true;
            threads.shutdownNow();
        }
        return new Outcome(Map.copyOf(clients.answered), List.copyOf(clients.unanswered));
    }

    private static void waitForChange(Callable<Object> commits) throws Exception {
        Object before = commits.call();
        long end = System.nanoTime() + MAX_WAIT_TIME.toNanos();
        while (commits.call().equals(before) && System.nanoTime() < end) {
            LockSupport.parkNanos(200_000);
        }
    }

    private void send(CrashNode node, String ids, SplittableRandom random) {
        Service service = node.service();
        for (int i = 0; !isOver(node); i++) {
            CrashRequest request =
                    new CrashRequest(ids + i, recordings.get(random.nextInt(recordings.size())), random.nextBoolean());
            begun.countDown();
            try {
                answered.put(request, request.send(service));
            } catch (UncheckedIOException e) {
                if (!isKilled(node)) {
                    throw e;
                }
                unanswered.add(request);
            }
        }
    }

    private boolean isKilled(CrashNode node) {
        return killed && node == victim;
    }

    private boolean isOver(CrashNode node) {
        return ended || isKilled(node);
    }
}
