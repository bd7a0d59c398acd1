package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.media.MediaFixture;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which runs a node takes for its own. {@link RunLeaseTest} has the leases in the database. */
class LeasesTest {

    private final Leases leases = new Leases();
    private final UUID instance = UUID.randomUUID();
    private final List<UUID> renewed = new ArrayList<>();

    /** What happens while the node asks the database which runs it has lost. */
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void wire() {
        leases.clock = Clock.systemUTC();
        leases.settings = Configured.read(TranscriptionSettings::read);
        leases.data = MediaFixture.data();
        leases.transactions = new LeaseTransactions() {
            @Override
            public int renew(List<UUID> running, Instant until) {
                renewed.addAll(running);
                return 0;
            }

            @Override
            public List<UUID> lost(String node, Collection<UUID> running) {
                meanwhile.run();
                return List.copyOf(running);
            }
        };
    }

    @Test
    void theEndOfAnEarlierAttemptLeavesTheLeaseOfTheNextOne() throws Exception {
        CountDownLatch works = new CountDownLatch(1);
        FutureTask<Boolean> earlier = new FutureTask<>(() -> {
            leases.hold(instance);
            try {
                return leases.work.cancellably(() -> {
                    works.countDown();
                    new CountDownLatch(1).await();
                    return false;
                });
            } catch (InterruptedException e) {
                return true;
            } finally {
                leases.letGo(instance);
            }
        });
        new Thread(earlier, "earlier attempt").start();
        works.await();
        leases.hold(instance);
        // the earlier attempt is interrupted
        assertThat(earlier.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(leases.renew()).isZero();
        assertThat(renewed).containsExactly(instance);
        leases.letGo(instance);
        renewed.clear();
        assertThat(leases.renew()).isZero();
        assertThat(renewed).isEmpty();
    }

    @Test
    void theWatchInterruptsTheThreadOfALostRun() throws InterruptedException {
        assertThat(isInterrupted()).isTrue();
    }

    @Test
    void theWatchLeavesAThreadThatWorksOnAnotherRunByNow() throws InterruptedException {
        meanwhile = () -> leases.letGo(instance);
        assertThat(isInterrupted()).isFalse();
    }

    private boolean isInterrupted() throws InterruptedException {
        return leases.work.cancellably(() -> {
            leases.hold(instance);
            leases.watch();
            return Thread.interrupted();
        });
    }
}
