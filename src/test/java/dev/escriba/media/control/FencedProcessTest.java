package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FencedProcessTest {

    private static final ProcessTimeouts TIMEOUTS =
            new ProcessTimeouts(Duration.ofMillis(800), Duration.ofHours(1), Duration.ofHours(2));

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch killed = new CountDownLatch(1);

    @AfterEach
    void stop() {
        watchdog.shutdownNow();
    }

    /** Waits for output that does not come, of a process that has used this much processor time. */
    private FencedProcess awaited(Supplier<Duration> processorTime) {
        FencedProcess process = new FencedProcess(
                new StalledProcess(processorTime),
                TIMEOUTS,
                watchdog,
                new ProcessLimit(1, Duration.ZERO).take("account"));
        // a long recording: so much processor time is permitted
        process.decoded(Duration.ofHours(2));
        assertThat(process.read(new byte[1], 0, 1)).isNegative();
        process.close();
        return process;
    }

    /** The machine stands still: the file is not the reason, however long it was decoded before. */
    @Test
    void theProcessorTimeBeforeAWaitDoesNotMakeItsRecordingTooSlow() {
        FencedProcess process = awaited(() -> Duration.ofSeconds(20));
        assertThat(process.isOverdue()).isTrue();
        assertThat(process.isExhausted()).isFalse();
    }

    @Test
    void theProcessorTimeWithinAWaitDoes() {
        long begin = System.nanoTime();
        FencedProcess process = awaited(() -> Duration.ofSeconds(20).plusNanos(System.nanoTime() - begin));
        assertThat(process.isExhausted()).isTrue();
        assertThat(process.isOverdue()).isFalse();
    }

    /** It writes nothing until it is killed. */
    private final class StalledProcess extends Process {

        private final Supplier<Duration> processorTime;

        StalledProcess(Supplier<Duration> processorTime) {
            this.processorTime = processorTime;
        }

        @Override
        public ProcessHandle.Info info() {
            return fake(ProcessHandle.Info.class, Optional.of(processorTime.get()));
        }

        @Override
        public ProcessHandle toHandle() {
            return fake(ProcessHandle.class, true);
        }

        private <T> T fake(Class<T> type, Object answer) {
            return type.cast(Proxy.newProxyInstance(
                    FencedProcessTest.class.getClassLoader(), new Class<?>[] {type}, (self, called, given) -> {
                        if (called.getName().equals("destroyForcibly")) {
                            killed.countDown();
                        }
                        return answer;
                    }));
        }

        @Override
        public Stream<ProcessHandle> descendants() {
            return Stream.empty();
        }

        @Override
        public boolean isAlive() {
            return killed.getCount() > 0;
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() {
                    try {
                        killed.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return -1;
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return length == 0 ? 0 : read();
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public int waitFor() {
            return 137;
        }

        @Override
        public int exitValue() {
            return 137;
        }

        @Override
        public void destroy() {
            killed.countDown();
        }
    }
}
