package dev.escriba.it.support;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Prometheus with the configuration of {@code server-config/monitoring}, but with shorter intervals. */
public final class Prometheus implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Path CONFIGURATION = Path.of("server-config/monitoring");

    private final Process process;
    private final URI base;

    private Prometheus(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    public static boolean isInstalled() {
        return Stream.of("/usr/bin/prometheus", "/usr/bin/promtool")
                .allMatch(file -> Files.isExecutable(Path.of(file)));
    }

    /** The output of promtool, which has to exit with 0. */
    public static String check(Path input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/promtool", "check"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
            return said;
        }
    }

    /** Starts a Prometheus with the shipped configuration, other addresses and shorter intervals. */
    public static Prometheus start(Path home, Service service) throws IOException {
        Files.createDirectories(home);
        Path key = home.resolve("escriba.key");
        Files.deleteIfExists(key);
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, service.key());
        Files.copy(
                CONFIGURATION.resolve("escriba-alerts.yml"),
                home.resolve("escriba-alerts.yml"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                home.resolve("prometheus.yml"),
                Files.readString(CONFIGURATION.resolve("prometheus.yml"))
                        .replace("127.0.0.1:8080", "127.0.0.1:" + service.base().getPort())
                        .replace("/etc/prometheus/escriba.key", key.toString())
                        .replace(": 15s", ": 1s"));
        int port = UberJar.freePort();
        Process process = new ProcessBuilder(
                        "/usr/bin/prometheus",
                        "--config.file=" + home.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + home.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("prometheus.out").toFile())
                .start();
        return new Prometheus(process, URI.create("http://127.0.0.1:" + port + "/"));
    }

    /** The number of series of an expression now; -1 before Prometheus answers. */
    public int series(String expression) throws InterruptedException {
        JsonObject answer = get("api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (answer == null) {
            return -1;
        }
        if (!"success".equals(answer.getString("status"))) {
            throw new AssertionError(expression + ": " + answer);
        }
        return answer.getJsonObject("data").getJsonArray("result").size();
    }

    private JsonObject get(String path) throws InterruptedException {
        try {
            HttpResponse<String> response =
                    HTTP.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
                return response.statusCode() == 503 ? null : reader.readObject();
            }
        } catch (IOException notYet) {
            return null;
        }
    }

    /** Every expression of the shipped dashboard. */
    public static List<String> expressionsOfTheDashboard() throws IOException {
        try (JsonReader reader =
                Json.createReader(Files.newInputStream(CONFIGURATION.resolve("escriba-dashboard.json")))) {
            return reader.readObject().getJsonArray("panels").stream()
                    .map(JsonObject.class::cast)
                    .filter(panel -> panel.containsKey("targets"))
                    .flatMap(panel -> panel.getJsonArray("targets").stream())
                    .map(target -> ((JsonObject) target).getString("expr"))
                    .map(expression ->
                            expression.replace("$__rate_interval", "1m").replace("$instance", ".*"))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
