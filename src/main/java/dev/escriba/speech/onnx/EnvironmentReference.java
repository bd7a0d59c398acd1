package dev.escriba.speech.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Creates the native environment and keeps it alive until the process ends.
 *
 * <p>ONNX Runtime releases its environment in a shutdown hook. The hook runs while the server begins to stop its
 * applications, and a recognition that still runs then crashes the JVM. The native environment counts references. This
 * class takes one that it never returns; there is no public method for that.
 *
 * <p>The JVM also keeps the hook's thread, and with it the libraries and models of an application that was undeployed.
 * So this class removes the hook.
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
        // a new thread inherits this class loader; the mark tells ONNX Runtime's hook from all other hooks
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
        // last: when the creation fails, the next call tries the same again
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
            // another version of ONNX Runtime: only a stop during a recognition is less orderly
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
            // a JVM without the needed --add-opens: an undeployed application stays in memory until the process ends
            LOG.log(Level.FINE, "The shutdown hook of ONNX Runtime stays", e);
        }
    }
}
