package dev.escriba.it.signon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real identity provider on loopback, in memory, with the realm of {@code server-config/sso} and the users of the
 * tests.
 */
public final class Keycloak implements AutoCloseable {

    private static final Path HOME = Path.of("target/keycloak");
    private static final String ADMIN_PASSWORD = UUID.randomUUID().toString();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port;
    private final Map<String, String> secrets;
    private Process process;

    /**
     * Starts it.
     *
     * @param secrets values for the placeholders of the realm file
     */
    private Keycloak(int port, Map<String, String> secrets) {
        this.port = port;
        this.secrets = secrets;
    }

    /**
     * Starts it for an application at that address, with the users and programs of the tests, which all have the same
     * secret.
     */
    public static Keycloak forApplication(int port, URI application, String secret) throws Exception {
        String url = application.toString().replaceAll("/$", "");
        Keycloak keycloak = new Keycloak(
                port, Map.of("ESCRIBA_URL", url, "ESCRIBA_CLIENT_SECRET", secret, "ESCRIBA_MACHINE_SECRET", secret));
        try {
            keycloak.start();
            keycloak.post("/partialImport", peopleAndPrograms(secret));
            return keycloak;
        } catch (Exception | AssertionError e) {
            keycloak.close();
            throw e;
        }
    }

    private static String peopleAndPrograms(String secret) throws IOException {
        return Files.readString(Path.of("src/test/resources/sso/people-and-programs.json"))
                .replace("SECRET", secret)
                .replace("\"MAPPERS\"", mappers());
    }

    /** As {@link #compile()}, in the background. */
    public static CompletableFuture<Void> build() {
        return CompletableFuture.runAsync(() -> {
            try {
                compile();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Compiles the configuration into the server, once, so that each start is faster. */
    private static void compile() throws IOException, InterruptedException {
        Path done = home().resolve("built");
        if (!Files.exists(done)) {
            Process build = kc(Map.of(), HOME.resolve("build.log"), "build", "--db=dev-mem");
            assertThat(build.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(build.exitValue())
                    .as(Files.readString(HOME.resolve("build.log")))
                    .isZero();
            Files.createFile(done);
        }
    }

    void start() throws Exception {
        Path realm = Files.createDirectories(home().resolve("data/import")).resolve("escriba-realm.json");
        Files.copy(Path.of("server-config/sso/escriba-realm.json"), realm, StandardCopyOption.REPLACE_EXISTING);
        process = kc(
                secrets,
                HOME.resolve("start.log"),
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname=http://127.0.0.1:" + port,
                "--cache=local");
        Await.until("identity provider", Duration.ofMinutes(3), () -> {
            assertThat(process.isAlive()).as("see target/keycloak/start.log").isTrue();
            try {
                return send(request("/realms/escriba/.well-known/openid-configuration"))
                                .statusCode()
                        == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    String issuer() {
        return "http://127.0.0.1:" + port + "/realms/escriba";
    }

    /** The settings that the realm file has for each of its clients. */
    private static String mappers() throws IOException {
        JsonObject realm = (JsonObject) json(Files.readString(Path.of("server-config/sso/escriba-realm.json")));
        return realm.getJsonArray("clients")
                .getJsonObject(0)
                .getJsonArray("protocolMappers")
                .toString();
    }

    /** An access token of a program, which signs on with its client id and secret. */
    public String token(String client, String secret) throws Exception {
        return token("escriba", "client_credentials", "client_id", client, "client_secret", secret);
    }

    /** A token of Keycloak's administrator, from another issuer. */
    String foreignToken() throws Exception {
        return token("master", "password", "client_id", "admin-cli", "username", "admin", "password", ADMIN_PASSWORD);
    }

    /** The public key that verifies tokens, in base64. */
    public String publicKey() throws Exception {
        return ((JsonObject) json(send(request("/realms/escriba")).body())).getString("public_key");
    }

    String userId(String name) throws Exception {
        return list("/users?exact=true&username=" + name).get(0).getString("id");
    }

    /** Makes the provider sign with a new key. Returns the id of the former key, which is still published. */
    String rotate() throws Exception {
        String former = list("/components?type=org.keycloak.keys.KeyProvider").stream()
                .filter(component -> component.getString("providerId").equals("rsa-generated"))
                .findFirst()
                .orElseThrow()
                .getString("id");
        post("/components", """
                {"name": "newer", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
                 "config": {"priority": ["200"], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"]}}
                """);
        return former;
    }

    /** Makes the provider refuse sign-ins of this client that have no code challenge with the method S256. */
    void requirePkce(String client) throws Exception {
        String id = list("/clients?clientId=" + client).get(0).getString("id");
        put(
                "/clients/" + id,
                "{\"clientId\":\"" + client + "\",\"attributes\":{\"pkce.code.challenge.method\":\"S256\"}}");
    }

    /** Requests a page of the provider; redirects are not followed. */
    HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address)));
    }

    void forget(String key) throws Exception {
        administer("DELETE", "/components/" + key, "");
    }

    void post(String path, String json) throws Exception {
        administer("POST", path, json);
    }

    void put(String path, String json) throws Exception {
        administer("PUT", path, json);
    }

    @Override
    public void close() {
        if (process != null) {
            // the server is the child process of its script
            Stream<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()));
            all.peek(ProcessHandle::destroy)
                    .toList()
                    .forEach(one -> one.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        }
    }

    private List<JsonObject> list(String path) throws Exception {
        return ((JsonArray) json(administer("GET", path, ""))).getValuesAs(JsonObject.class);
    }

    private String administer(String method, String path, String json) throws Exception {
        HttpResponse<String> answer = send(request("/admin/realms/escriba" + path)
                .header("Authorization", "Bearer " + foreignToken())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    private String token(String realm, String grant, String... form) throws Exception {
        List<String> fields = new ArrayList<>(List.of("grant_type=" + grant));
        for (int i = 0; i < form.length; i += 2) {
            fields.add(form[i] + "=" + URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        HttpResponse<String> answer = send(request("/realms/" + realm + "/protocol/openid-connect/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", fields))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ((JsonObject) json(answer.body())).getString("access_token");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonStructure json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.read();
        }
    }

    private static Process kc(Map<String, String> secrets, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "bin/kc.sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toAbsolutePath().toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m -XX:TieredStopAtLevel=1");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        environment.putAll(secrets);
        return builder.start();
    }

    /** The directory into which the build has unpacked Keycloak. */
    private static Path home() throws IOException {
        try (Stream<Path> unpacked = Files.list(HOME)) {
            return unpacked.filter(Files::isDirectory)
                    .collect(Collectors.toList())
                    .get(0)
                    .toAbsolutePath();
        }
    }
}
