package dev.escriba.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Nonnull;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A Java client that OpenAPI Generator makes from a description of the API. The generator runs as a process and the
 * client has a class loader of its own, so neither adds anything to the class path of the tests. The build copies the
 * jars of both.
 */
public final class GeneratedClient {

    private static final Path JARS = Path.of("target/client-generator");

    /** One client for each description: all servers of a run have the same. */
    private static final Map<String, GeneratedClient> CLIENTS = new ConcurrentHashMap<>();

    private final ClassLoader classes;

    private GeneratedClient(ClassLoader classes) {
        this.classes = classes;
    }

    /** The client of a description in JSON. The first call takes some 10 seconds. */
    public static GeneratedClient of(String description) {
        return CLIENTS.computeIfAbsent(description, GeneratedClient::generate);
    }

    private static GeneratedClient generate(String description) {
        try {
            Path home = Files.createTempDirectory("escriba-client");
            try {
                return new GeneratedClient(compile(sources(description, home)));
            } finally {
                delete(home);
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> sources(String description, Path home) throws IOException, InterruptedException {
        Path document = Files.writeString(home.resolve("openapi.json"), description);
        Path log = home.resolve("generator.log");
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        generator().toString(),
                        "generate",
                        "--input-spec=" + document,
                        "--generator-name=java",
                        "--library=native",
                        "--output=" + home.resolve("client"),
                        "--invoker-package=client",
                        "--api-package=client.api",
                        "--model-package=client.model",
                        "--global-property=apiTests=false,modelTests=false,apiDocs=false,modelDocs=false",
                        "--additional-properties=serializationLibrary=jackson,openApiNullable=false,useJakartaEe=true")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = generator.waitFor(2, TimeUnit.MINUTES);
        generator.destroyForcibly();
        assertThat(ended).as("the generator ends: %s", Files.readString(log)).isTrue();
        assertThat(generator.exitValue()).as(Files.readString(log)).isZero();
        try (Stream<Path> files = Files.walk(home.resolve("client/src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .toList();
        }
    }

    private static Path generator() throws IOException {
        return jars().filter(jar -> jar.getFileName().toString().startsWith("openapi-generator-cli"))
                .findFirst()
                .orElseThrow();
    }

    /** The generator's jar has Jackson too, which the client needs. */
    private static Stream<Path> jars() throws IOException {
        try (Stream<Path> jars = Files.list(JARS)) {
            return jars.toList().stream();
        }
    }

    private static ClassLoader compile(List<String> sources) throws IOException, URISyntaxException {
        List<Path> classPath = new ArrayList<>(jars().toList());
        classPath.add(Path.of(Nonnull.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()));
        // stays until the tests end: the class loader reads it
        Path classes = JARS.resolveSibling("generated-client");
        if (Files.exists(classes)) {
            delete(classes);
        }
        Files.createDirectory(classes);
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp"));
        arguments.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        arguments.addAll(sources);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int result =
                ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments.toArray(String[]::new));
        assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
        classPath.add(classes);
        List<URL> urls = new ArrayList<>();
        for (Path path : classPath) {
            urls.add(path.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Has the client transcribe a recording. The answer is the transcript of the client's own model of an answer. */
    public String transcribe(Service service, Path recording) throws ReflectiveOperationException {
        Class<?> clientType = classes.loadClass("client.ApiClient");
        Object client = clientType.getConstructor().newInstance();
        clientType.getMethod("updateBaseUri", String.class).invoke(client, withoutSlash(service.base()));
        Consumer<HttpRequest.Builder> credentials = request -> request.header("X-API-KEY", service.key());
        clientType.getMethod("setRequestInterceptor", Consumer.class).invoke(client, credentials);

        Class<?> audioType = classes.loadClass("client.api.AudioApi");
        Object audio = audioType.getConstructor(clientType).newInstance(client);
        Object transcription = audioType
                .getMethod(
                        "transcribe",
                        File.class,
                        String.class,
                        String.class,
                        String.class,
                        UUID.class,
                        String.class,
                        String.class,
                        String.class,
                        String.class)
                .invoke(audio, recording.toFile(), "en", null, null, null, null, null, null, null);
        return (String) transcription.getClass().getMethod("getTranscript").invoke(transcription);
    }

    private static String withoutSlash(URI base) {
        return base.toString().replaceAll("/$", "");
    }
}
