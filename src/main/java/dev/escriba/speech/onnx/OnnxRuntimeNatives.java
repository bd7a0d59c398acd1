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
 * Loads ONNX Runtime's native libraries from the data directory: left to itself the runtime unpacks them into the temp directory at every start, and a
 * hard kill leaves them there.
 */
public final class OnnxRuntimeNatives {

    private static final String NATIVE_PATH = "onnxruntime.native.path";
    private static final String[] LIBRARIES = {"onnxruntime", "onnxruntime4j_jni"};
    /** More redeployments than this in one JVM, none of them collected, are a leak to be found. */
    private static final int MAX_COPIES = 64;

    private OnnxRuntimeNatives() {}

    /** The environment that sessions are made of; the first call loads the libraries. An {@code onnxruntime.native.path} that is already set is respected. */
    public static OrtEnvironment environment(DataDirectory data) {
        // a lock that every application of this JVM shares, as the property is shared
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
     * A library file may be loaded by one class loader of a JVM only, and a redeployed application is another one. The JVM itself knows best which files
     * are taken, so it is asked: the first copy that this class loader may load is the one.
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

    /** The runtime makes a directory in the temp directory even when it has nothing to unpack, and removes it when the JVM ends in peace only. */
    private static void sweep(Set<Path> before) {
        for (Path directory : leftovers()) {
            if (!before.contains(directory)) {
                try {
                    Files.deleteIfExists(directory);
                } catch (IOException notEmpty) {
                    // thus another process's
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
