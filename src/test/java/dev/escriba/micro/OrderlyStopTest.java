package dev.escriba.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a signal that the JVM does not use itself. */
class OrderlyStopTest {

    private static final String SIGNAL = "USR2";
    private static final int CODE = 128 + 12;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void handle() {
        new OrderlyStop(code -> events.add("exit " + code)).on(List.of(SIGNAL));
    }

    @AfterEach
    void forget() throws Exception {
        System.clearProperty(OrderlyStop.WANTED);
        ObjectName name = new ObjectName(OrderlyStop.APPLICATION);
        if (ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        }
    }

    @Test
    void theApplicationIsStoppedBeforeTheProcessEnds() throws Exception {
        application(() -> events.add("stopped"));
        raise();
        assertThat(next()).isEqualTo("stopped");
        assertThat(next()).isEqualTo("exit " + CODE);
    }

    @Test
    void theProcessEndsAtOnceIfTheApplicationHasNotStarted() throws Exception {
        raise();
        assertThat(next()).isEqualTo("exit " + CODE);
    }

    @Test
    void theProcessEndsAlsoIfTheApplicationCannotStop() throws Exception {
        application(() -> {
            throw new IllegalStateException("of the test");
        });
        raise();
        assertThat(next()).isEqualTo("exit " + CODE);
    }

    @Test
    void aSecondSignalDoesNotWait() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        application(() -> {
            events.add("stopping");
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        raise();
        assertThat(next()).isEqualTo("stopping");
        raise();
        assertThat(next()).isEqualTo("exit " + CODE);
        end.countDown();
        assertThat(next()).isEqualTo("exit " + CODE);
    }

    /** Such as HUP on Windows. */
    @Test
    void aSignalThatTheSystemDoesNotKnowLeavesTheOthers() throws Exception {
        System.clearProperty(OrderlyStop.WANTED);
        OrderlyStop stop = new OrderlyStop(code -> events.add("exit " + code));
        stop.on(List.of("UNKNOWN"));
        assertThat(System.getProperty(OrderlyStop.WANTED)).isNull();
        stop.on(List.of("UNKNOWN", SIGNAL, "UNKNOWN"));
        assertThat(System.getProperty(OrderlyStop.WANTED)).isEqualTo("true");
        application(() -> events.add("stopped"));
        raise();
        assertThat(next()).isEqualTo("stopped");
        assertThat(next()).isEqualTo("exit " + CODE);
    }

    private static void application(Runnable stop) throws Exception {
        ManagementFactory.getPlatformMBeanServer()
                .registerMBean(new StandardMBean(stop, Runnable.class), new ObjectName(OrderlyStop.APPLICATION));
    }

    private static void raise() throws Exception {
        Class<?> signal = Class.forName("sun.misc.Signal");
        signal.getMethod("raise", signal)
                .invoke(null, signal.getConstructor(String.class).newInstance(SIGNAL));
    }

    private String next() throws InterruptedException {
        return events.poll(10, TimeUnit.SECONDS);
    }
}
