package dev.escriba.settings.control;

import dev.escriba.settings.entity.StartFailed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Detects a failing start before the server reports it. It reads each injected configuration value, and it watches the
 * observers of the start, in which the components check themselves.
 */
public class StartExtension implements Extension {

    private static final Logger LOG = Logger.getLogger(StartExtension.class.getName());

    private final FailedStart failure = FailedStart.configured();
    private final Set<Class<?>> records = new LinkedHashSet<>();

    /** The container would find no constructor of the record that it could call. */
    void find(@Observes @WithAnnotations(Settings.class) ProcessAnnotatedType<?> event) {
        Class<?> type = event.getAnnotatedType().getJavaClass();
        if (type.isAnnotationPresent(Settings.class)) {
            records.add(type);
            event.veto();
        }
    }

    /** One message names all wrong values of all components. */
    void read(@Observes AfterBeanDiscovery event) {
        SettingsReader reader = SettingsReader.ofTheApplication();
        Map<Class<?>, Object> settings = new LinkedHashMap<>();
        records.forEach(type -> settings.put(type, read(type, reader)));
        reader.refuseOtherSpellings();
        reader.unknownNames(System.getenv().keySet()).forEach(LOG::warning);
        if (!reader.wrong().isEmpty()) {
            failure.report(reader.wrong());
            reader.wrong().forEach(event::addDefinitionError);
        }
        settings.put(ShownSettings.class, ShownSettings.of(reader));
        settings.forEach((type, value) -> event.addBean()
                .beanClass(type)
                .types(type, Object.class)
                .scope(Singleton.class)
                .createWith(context -> value));
    }

    private static Object read(Class<?> type, SettingsReader reader) {
        try {
            Method read = type.getDeclaredMethod("read", SettingsReader.class);
            read.setAccessible(true);
            return read.invoke(null, reader);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be read", e);
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
