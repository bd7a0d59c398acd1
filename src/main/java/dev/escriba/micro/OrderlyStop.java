package dev.escriba.micro;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Stops the application before the server stops, when the process gets a signal. The server's own shutdown hook would
 * remove the classes of the application while its runs are in progress. Shutdown hooks run all at the same time. So
 * this class handles the signal. The API for that is part of every JDK but not of the standard. Without it the server
 * stops as before.
 */
final class OrderlyStop {

    /** Name of the management bean of the application. */
    static final String APPLICATION = "dev.escriba:type=Stop";

    /** System property that tells the application to register the management bean. */
    static final String WANTED = "dev.escriba.stop-command";

    /** The signal of a terminal that is closed. It often comes twice: from the system, and from the shell. */
    static final String HANG_UP = "HUP";

    /** The exit code of a process that a signal ends is this and the number of the signal. */
    private static final int SIGNALLED = 128;

    private static final Logger LOG = Logger.getLogger(OrderlyStop.class.getName());

    private final IntConsumer exit;
    private final AtomicBoolean begun = new AtomicBoolean();

    OrderlyStop(IntConsumer exit) {
        this.exit = exit;
    }

    /** Handles these signals from now on. One that cannot be handled leaves the others as they are. */
    void on(List<String> signals) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object own = Proxy.newProxyInstance(
                    OrderlyStop.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handle((String) signal.getMethod("getName").invoke(arguments[0]), (int)
                                    signal.getMethod("getNumber").invoke(arguments[0]));
                        }
                        return null;
                    });
            Constructor<?> named = signal.getConstructor(String.class);
            Method setHandler = signal.getMethod("handle", signal, handler);
            for (String name : signals) {
                register(name, named, setHandler, own);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING, "A stop of the process interrupts recordings in progress: drain the node first", e);
        }
    }

    private static void register(String name, Constructor<?> named, Method setHandler, Object handler) {
        try {
            setHandler.invoke(null, named.newInstance(name), handler);
            System.setProperty(WANTED, "true");
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Windows has no HUP
            Level level = name.equals(HANG_UP) ? Level.FINE : Level.WARNING;
            LOG.log(level, e, () -> "The signal " + name + " interrupts recordings in progress: drain the node first");
        }
    }

    /** A second signal ends the process without waiting for recordings in progress, unless it is HUP. */
    private void handle(String name, int number) {
        boolean first = begun.compareAndSet(false, true);
        if (!first && name.equals(HANG_UP)) {
            return;
        }
        Thread stop = new Thread(
                () -> {
                    if (first) {
                        stopApplication();
                    }
                    exit.accept(SIGNALLED + number);
                },
                "escriba-stop");
        stop.setDaemon(true);
        stop.start();
    }

    private static void stopApplication() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(APPLICATION), "run", new Object[0], new String[0]);
        } catch (InstanceNotFoundException notStarted) {
            // there are no recordings in progress
        } catch (JMException | RuntimeException e) {
            LOG.log(Level.WARNING, "The application could not end its recordings in progress", e);
        }
    }
}
