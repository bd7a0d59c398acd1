package dev.escriba.transcription.control;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * Lets the main class of the uber-jar stop the runs before the server stops. The two have different class loaders, so
 * the call is an operation of a management bean.
 */
@ApplicationScoped
public class StopCommand {

    /** Name of the management bean, which the main class knows too. */
    static final String NAME = "dev.escriba:type=Stop";

    /** System property that the main class sets if it calls the management bean. */
    static final String WANTED = "dev.escriba.stop-command";

    private static final Logger LOG = Logger.getLogger(StopCommand.class.getName());

    @Inject
    WorkInProgress work;

    private boolean registered;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) throws JMException {
        if (Boolean.getBoolean(WANTED)) {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            unregister();
            server().registerMBean(new StandardMBean(() -> stop(loader), Runnable.class), name());
            registered = true;
        }
    }

    /** Runs on a thread of the main class. */
    private void stop(ClassLoader loader) {
        Thread.currentThread().setContextClassLoader(loader);
        LOG.info("The process stops: no new recording is admitted, and the current ones end");
        try {
            work.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @PreDestroy
    void end() {
        try {
            if (registered) {
                unregister();
            }
        } catch (JMException e) {
            LOG.log(Level.WARNING, "The stop command cannot be removed", e);
        }
    }

    private static void unregister() throws JMException {
        if (server().isRegistered(name())) {
            server().unregisterMBean(name());
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private static ObjectName name() throws JMException {
        return new ObjectName(NAME);
    }
}
