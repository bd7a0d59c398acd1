package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Await;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names below {@code hang.example.com} hang until the end of a test. */
class NameLookupsTest {

    private static final long SHORT = Duration.ofMillis(20).toNanos();
    private static final long LONG = Duration.ofSeconds(20).toNanos();

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final NameLookups lookups = new NameLookups(
            host -> {
                if (host.toLowerCase(Locale.ROOT).endsWith("hang.example.com")) {
                    hanging.incrementAndGet();
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        hanging.decrementAndGet();
                    }
                }
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            },
            work -> {
                Thread thread = new Thread(work);
                thread.setDaemon(true);
                thread.start();
            },
            16);

    @AfterEach
    void end() {
        over.countDown();
    }

    /** Begins look-ups until there is no room for a further one. Returns how many hang. */
    private int hang(String account, String host) {
        for (int begun = 0; begun < 100; begun++) {
            String name = host.replace("*", String.valueOf(begun));
            FailedAttempt failure = failure(account, name);
            if (failure.isPutBack()) {
                assertThat(failure.reason()).isEqualTo("lookups-busy");
                return begun;
            }
            // its receiver is to blame
            assertThat(failure.reason()).isEqualTo("timeout");
        }
        throw new AssertionError("there is room for any number of look-ups");
    }

    private FailedAttempt failure(String account, String host) {
        try {
            lookups.resolve(account, host, SHORT);
            throw new AssertionError("found");
        } catch (FailedAttempt e) {
            return e;
        }
    }

    @Test
    void namesThatHangLeaveRoomForOtherAccounts() throws FailedAttempt {
        assertThat(hang("one", "*.hang.example.com")).isEqualTo(8);
        assertThat(hang("two", "*.two.hang.example.com")).isEqualTo(4);
        assertThat(hang("three", "*.three.hang.example.com")).isEqualTo(2);
        assertThat(hang("four", "*.four.hang.example.com")).isEqualTo(1);
        assertThat(lookups.resolve("honest", "hook.example.com", LONG)).hasSize(1);
    }

    @Test
    void aHostThatHangsForManyAccountsLeavesRoomForOthers() throws FailedAttempt {
        int hang = 0;
        for (int i = 0; i < 20; i++) {
            hang += failure("account " + i, i % 2 == 0 ? "hang.example.com" : "HANG.example.com")
                            .isPutBack()
                    ? 0
                    : 1;
        }
        assertThat(hang).isEqualTo(8);
        assertThat(lookups.resolve("account 0", "hook.example.com", LONG)).hasSize(1);
    }

    @Test
    void aLookUpThatWasGivenUpLeavesItsPlaceAtItsEnd() throws Exception {
        hang("one", "*.hang.example.com");
        over.countDown();
        Await.until("the end of the look-ups", Duration.ofSeconds(10), () -> hanging.get() == 0);
        Await.until("room", Duration.ofSeconds(10), () -> {
            try {
                return lookups.resolve("one", "hook.example.com", LONG).length == 1;
            } catch (FailedAttempt e) {
                return false;
            }
        });
    }

    /** All places are free after each refusal. */
    @Test
    void aLookUpThatFindsNoThreadIsPutBack() {
        NameLookups refused = new NameLookups(
                host -> new InetAddress[0],
                work -> {
                    throw new RejectedExecutionException("all are busy");
                },
                1);
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(FailedAttempt.class)
                    .isThrownBy(() -> refused.resolve("one", "hook.example.com", LONG))
                    .matches(FailedAttempt::isPutBack);
        }
    }
}
