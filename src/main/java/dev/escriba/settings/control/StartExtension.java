package dev.escriba.settings.control;

import dev.escriba.settings.entity.StartFailed;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Detects a failing start before the server reports it. It reads each injected configuration value, and it watches the
 * observers of the start, in which the components check themselves.
 */
public class StartExtension implements Extension {

    private static final Logger LOG = Logger.getLogger(StartExtension.class.getName());

    private final FailedStart failure = FailedStart.configured();
    private final Map<String, WrongSetting> wrong = new TreeMap<>();

    void read(@Observes ProcessInjectionPoint<?, ?> event) {
        Config config = ConfigProvider.getConfig();
        event.getInjectionPoint().getQualifiers().stream()
                .filter(ConfigProperty.class::isInstance)
                .map(qualifier -> ((ConfigProperty) qualifier).name())
                .filter(key -> key.startsWith("escriba."))
                .forEach(key -> ReadableSettings.wrong(
                                config, key, event.getInjectionPoint().getType())
                        .ifPresent(found -> wrong.put(key, found)));
    }

    /** Reports all wrong values in one message. */
    void refuse(@Observes AfterBeanDiscovery event) {
        if (!wrong.isEmpty()) {
            failure.report(wrong.values().stream().toList());
            wrong.values().forEach(event::addDefinitionError);
        }
    }

    <T, X> void watch(@Observes ProcessObserverMethod<T, X> event, BeanManager beans) {
        ObserverMethod<T> observer = event.getObserverMethod();
        if (observer.getObservedQualifiers().contains(Initialized.Literal.APPLICATION)) {
            event.configureObserverMethod().notifyWith(start -> notify(observer, start, beans));
        }
    }

    private <T> void notify(ObserverMethod<T> observer, EventContext<T> start, BeanManager beans) {
        try {
            observer.notify(start);
        } catch (RuntimeException | Error e) {
            announce(beans);
            failure.report(e);
            throw e;
        }
    }

    private static void announce(BeanManager beans) {
        try {
            beans.getEvent().select(StartFailed.class).fire(new StartFailed());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "An observer of the failed start failed", e);
        }
    }
}
