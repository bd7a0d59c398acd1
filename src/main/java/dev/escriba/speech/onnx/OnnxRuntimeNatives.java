package dev.escriba.speech.onnx;

import ai.onnxruntime.OrtEnvironment;
import dev.escriba.storage.control.DataDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Loads ONNX Runtime's native libraries from the data directory. By default the runtime unpacks them into the temp
 * directory at every start, and a killed process leaves them there.
 */
public final class OnnxRuntimeNatives {

    private static final String NATIVE_PATH = "onnxruntime.native.path";
    private static final String[] LIBRARIES = {"onnxruntime", "onnxruntime4j_jni"};
    /** More redeployments in one JVM, none of them garbage-collected, are a memory leak. */
    private static final int MAX_COPIES = 64;

    private OnnxRuntimeNatives() {}

    /**
     * The environment that creates sessions. The first call loads the libraries. An {@code onnxruntime.native.path}
     * that is already set is used.
     */
    public static OrtEnvironment environment(DataDirectory data) {
        // all applications of this JVM share this lock, as they share the system property
        synchronized (Runtime.getRuntime()) {
            if (System.getProperty(NATIVE_PATH) != null) {
                return EnvironmentReference.hold();
            }
            Set<Path> before = leftovers();
            System.setProperty(NATIVE_PATH, load(data).toString());
            try {
                return EnvironmentReference.hold();
            } finally {
                System.clearProperty(NATIVE_PATH);
                sweep(before);
            }
        }
    }

    /**
     * Only one class loader of a JVM may load a library file, and a redeployed application has a new class loader. So
     * this method tries copies of the files until the JVM accepts one.
     */
    private static Path load(DataDirectory data) {
        Map<String, String> resources = new TreeMap<>();
        for (String library : LIBRARIES) {
            String file = System.mapLibraryName(library);
            resources.put(file, "ai/onnxruntime/native/" + platform() + "/" + file);
        }
        for (int copy = 1; copy < MAX_COPIES; copy++) {
            Path directory = data.unpack(copy == 1 ? "onnxruntime" : "onnxruntime-" + copy, resources);
            try {
                for (String library : LIBRARIES) {
                    System.load(
                            directory.resolve(System.mapLibraryName(library)).toString());
                }
                return directory;
            } catch (UnsatisfiedLinkError e) {
                if (e.getMessage() == null || !e.getMessage().contains("already loaded in another classloader")) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("ONNX Runtime has been loaded " + MAX_COPIES + " times in this JVM");
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : "linux";
        return name + (System.getProperty("os.arch").equals("aarch64") ? "-aarch64" : "-x64");
    }

    /**
     * The runtime creates a directory in the temp directory even when it unpacks nothing. It deletes it only when the
     * JVM ends normally.
     */
    private static void sweep(Set<Path> before) {
        for (Path directory : leftovers()) {
            if (!before.contains(directory)) {
                try {
                    Files.deleteIfExists(directory);
                } catch (IOException notEmpty) {
                    // the directory belongs to another process
                }
            }
        }
    }

    private static Set<Path> leftovers() {
        Set<Path> found = new HashSet<>();
        try (DirectoryStream<Path> directories =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "onnxruntime-java*")) {
            directories.forEach(found::add);
        } catch (IOException unreadable) {
            return Set.of();
        }
        return found;
    }
}
