package dev.escriba.speech.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes the native environment and keeps it alive until the process is gone. ONNX Runtime releases it in a shutdown hook of its own, at the same time as the
 * server begins to stop its applications: whoever still recognises then crashes the JVM, and nothing that runs can be ended in order. The environment is
 * counted by references; one that nobody gives back keeps it, and there is no public way to take one. The hook is also a thread that the JVM keeps, and with it
 * this application after it has been undeployed, libraries and models included; so it is taken back.
 */
final class EnvironmentReference {

    private static final Logger LOG = Logger.getLogger(EnvironmentReference.class.getName());
    private static final int WARNINGS = 2;

    private static boolean held;

    private EnvironmentReference() {}

    static synchronized OrtEnvironment hold() {
        if (held) {
            return OrtEnvironment.getEnvironment();
        }
        // a new thread takes over whatever is here, and so can be told from all others
        ClassLoader mark = new ClassLoader(EnvironmentReference.class.getClassLoader()) {};
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(mark);
        OrtEnvironment environment;
        try {
            environment = OrtEnvironment.getEnvironment();
        } finally {
            current.setContextClassLoader(before);
        }
        takeReference();
        removeHook(mark);
        // last: where there was no environment to be had, the next one who asks makes it in the same way
        held = true;
        return environment;
    }

    private static void takeReference() {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(null, api.getLong(null), WARNINGS, "escriba");
        } catch (ReflectiveOperationException | RuntimeException e) {
            // another version: only an end in the middle of a recognition is less orderly
            LOG.log(Level.WARNING, "ONNX Runtime may end before its users do", e);
        }
    }

    private static void removeHook(ClassLoader mark) {
        try {
            Class<?> owner = Class.forName("java.lang.ApplicationShutdownHooks");
            Field hooks = owner.getDeclaredField("hooks");
            hooks.setAccessible(true);
            List<Thread> registered;
            synchronized (owner) {
                registered = ((Map<?, ?>) hooks.get(null))
                        .keySet().stream().map(Thread.class::cast).toList();
            }
            registered.stream()
                    .filter(hook -> hook.getContextClassLoader() == mark)
                    .forEach(Runtime.getRuntime()::removeShutdownHook);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // a JVM that is not opened to its servers: what is undeployed stays in memory until the process ends
            LOG.log(Level.FINE, "The shutdown hook of ONNX Runtime stays", e);
        }
    }
}
