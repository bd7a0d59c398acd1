package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs of many accounts arrive, become long, are refused, are cancelled and end in any order. No place is lost, and
 * none is given twice.
 */
@Timeout(60)
class AdmissionQueueStressTest {

    private static final int PLACES = 3;
    private static final int CLIENTS = 12;
    private static final int TIMES = 200;

    private static final Duration CLIP = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private final AdmissionQueue admission = new AdmissionQueue(PLACES, 6, 2);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger longInside = new AtomicInteger();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noPlaceIsLostOrGivenTwice(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<Callable<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom own = random.split();
            clients.add(() -> comeAndGo(own));
        }
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(admitted.get() + cancelled.get() + refused.get()).isEqualTo(CLIENTS * TIMES);
        assertThat(List.of(admitted.get(), cancelled.get(), refused.get())).allMatch(count -> count > 0);
        assertThat(admission.waiting()).isZero();
        for (int i = 0; i < PLACES; i++) {
            admission.requireRoom("account " + i, i < 2 ? HOUR : CLIP);
            admission.enter("account " + i, i < 2 ? HOUR : CLIP);
        }
    }

    private Void comeAndGo(SplittableRandom random) {
        Thread self = Thread.currentThread();
        for (int i = 0; i < TIMES; i++) {
            boolean isLong = random.nextInt(3) == 0;
            // another thread cancels the run before it waits, while it waits, or while it works
            Thread cancelling = random.nextInt(3) == 0 ? new Thread(self::interrupt) : null;
            try {
                if (cancelling != null) {
                    cancelling.start();
                }
                work(random, isLong);
                admitted.incrementAndGet();
            } catch (InterruptedException leaves) {
                cancelled.incrementAndGet();
            } catch (Problem busy) {
                refused.incrementAndGet();
            }
            if (cancelling != null) {
                join(cancelling);
            }
        }
        return null;
    }

    private void work(SplittableRandom random, boolean isLong) throws InterruptedException {
        boolean claimsIt = random.nextBoolean();
        try (Admission.Place place =
                admission.enter("account " + random.nextInt(5), isLong && claimsIt ? HOUR : CLIP)) {
            if (isLong) {
                place.reached(HOUR);
            }
            assertThat(inside.incrementAndGet()).isLessThanOrEqualTo(PLACES);
            assertThat(longInside.addAndGet(isLong ? 1 : 0)).isLessThanOrEqualTo(PLACES - 1);
            LockSupport.parkNanos(random.nextInt(100_000));
            longInside.addAndGet(isLong ? -1 : 0);
            inside.decrementAndGet();
        }
    }

    /** Waits until the thread has interrupted this one, so that it does not interrupt the next round. */
    private static void join(Thread cancelling) {
        boolean joined = false;
        while (!joined) {
            try {
                cancelling.join();
                joined = true;
            } catch (InterruptedException theOneWaitedFor) {
                joined = false;
            }
        }
        Thread.interrupted();
    }
}
