package dev.escriba.speech.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.moonshine.MoonshineFixture;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeNativesTest {

    @Test
    void leavesNothingInTheTempDirectory() throws IOException {
        List<Path> before = temporary();
        OnnxRuntimeNatives.environment(MoonshineFixture.data());
        assertThat(temporary()).isEqualTo(before);
        assertThat(System.getProperty("onnxruntime.native.path")).isNull();
    }

    @Test
    void loadsACopyForEveryClassLoader(@TempDir Path directory) throws IOException, ReflectiveOperationException {
        for (int redeployment = 1; redeployment <= 2; redeployment++) {
            try (URLClassLoader application = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
                Class<?> data = application.loadClass(DataDirectory.class.getName());
                Class<?> settings = application.loadClass(StorageSettings.class.getName());
                Object environment = application
                        .loadClass(OnnxRuntimeNatives.class.getName())
                        .getMethod("environment", data)
                        .invoke(
                                null,
                                data.getConstructor(settings)
                                        .newInstance(settings.getConstructor(Path.class)
                                                .newInstance(directory)));
                assertThat(environment.getClass().getClassLoader()).isSameAs(application);
            }
        }
        try (Stream<Path> copies = Files.list(directory.resolve("unpacked"))) {
            assertThat(copies).hasSize(2);
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> entries = new ArrayList<>();
        for (String entry : path.split(Pattern.quote(File.pathSeparator), -1)) {
            entries.add(new File(entry).toURI().toURL());
        }
        return entries.toArray(URL[]::new);
    }

    private static List<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("onnxruntime-java"))
                    .sorted()
                    .toList();
        }
    }
}
