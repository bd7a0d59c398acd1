package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtEnvironment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the native environment alive until the process is gone. ONNX Runtime releases it in a shutdown hook of its own, at the same time as the server
 * begins to stop its applications: whoever still recognises then crashes the JVM, and nothing that runs can be ended in order. The environment is
 * counted by references; one that nobody gives back keeps it, and there is no public way to take one.
 */
final class EnvironmentReference {

    private static final Logger LOG = Logger.getLogger(EnvironmentReference.class.getName());
    private static final int WARNINGS = 2;

    private static boolean held;

    private EnvironmentReference() {}

    static synchronized void hold() {
        if (held) {
            return;
        }
        held = true;
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
}
