package dev.escriba.it.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.it.api.BillingContract;
import dev.escriba.it.api.TranscribeContract;
import dev.escriba.it.servers.process.AppServer;
import dev.escriba.it.servers.process.GroupOfTests;
import dev.escriba.it.servers.process.Jdk;
import dev.escriba.it.servers.process.Redeployment;
import dev.escriba.it.servers.process.Results;
import dev.escriba.it.servers.process.Row;
import dev.escriba.it.servers.process.ServerAnswers;
import dev.escriba.it.servers.process.Setup;
import dev.escriba.it.signon.BrowserSignIn;
import dev.escriba.it.signon.ForgedTokens;
import dev.escriba.it.signon.FrontProxy;
import dev.escriba.it.signon.Keycloak;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresServer;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A server with all options of its page switched on: PostgreSQL, TLS, the server's own users, an identity
 * provider for programs and for people with a browser behind a proxy, and a JSON log. The transcription contract
 * and one redeployment are here too, because the representative run has only these classes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(GroupOfTests.class)
abstract class OnServerConfigured implements GroupOfTests.OfServer, TranscribeContract, BrowserSignIn {

    private static final String PASSWORD = "la-clave-de-ana-1";
    private static final String STORE_PASSWORD = "la-clave-del-almacen-1";
    private static final String SECRET = UUID.randomUUID().toString();
    private static final String ME = "/api/v2/Me";

    private final Row row;
    private final long begin = System.nanoTime();
    private PostgresServer postgres;
    private Keycloak keycloak;
    private AppServer server;
    private FrontProxy front;
    private Path keyStore;
    private HttpResponse<String> withoutProvider;

    OnServerConfigured(Row row) {
        this.row = row;
    }

    @BeforeAll
    void start() throws Exception {
        Jdk jdk = OnServer.jdk(row);
        Path home = Files.createDirectories(Path.of("target/it", getClass().getSimpleName()))
                .toAbsolutePath();
        postgres = PostgresServer.create(home);
        CompletableFuture<Void> built = Keycloak.build();
        int port = UberJar.freePort();
        keyStore = keyStore(home);
        Map<String, String> properties = new LinkedHashMap<>(OnServer.configuration());
        properties.put("escriba.security.server-login", "true");
        properties.put("escriba.security.oidc.issuer", "http://127.0.0.1:" + port + "/realms/escriba");
        properties.put("escriba.security.oidc.audience", "https://escriba.example/api");
        properties.put("escriba.security.oidc.clock-skew", "PT0S");
        properties.put("escriba.security.oidc.client-id", "escriba");
        properties.put("escriba.security.oidc.client-secret", SECRET);
        front = new FrontProxy();
        properties.put("escriba.security.oidc.public-url", front.base().toString());
        server = row.server(
                jdk,
                Setup.plain(home, properties)
                        .with(
                                new Setup.Database(postgres.url(), PostgresServer.USER, PostgresServer.PASSWORD),
                                new Setup.KeyStore(keyStore, STORE_PASSWORD, "escriba"),
                                List.of(new Setup.User("ana", PASSWORD, "transcriber"))));
        server.start();
        Results.add(row, Results.START_CONFIGURED, server.startUp());
        Results.add(row, Results.READY, String.valueOf(server.memory("VmRSS") >> 20));
        front.to(server.base());
        // one of the models has a price
        BillingContract.credit(service(), "money-for-the-tests", "{\"amount\":1000,\"reason\":\"tests\"}");
        withoutProvider = site().get("/sign-in");
        built.join();
        keycloak = Keycloak.forApplication(port, front.base(), SECRET);
    }

    private static Path keyStore(Path home) throws Exception {
        Path file = home.resolve("tls.p12");
        // a class that is run once more has it
        Files.deleteIfExists(file);
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "escriba",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        return file;
    }

    @AfterAll
    void stop() throws IOException {
        try {
            if (server != null) {
                Results.add(row, Results.PEAK, String.valueOf(server.memory("VmHWM") >> 20));
                server.close();
                assertThat(Files.readString(server.log(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(SECRET, PASSWORD, STORE_PASSWORD, PostgresServer.PASSWORD);
            }
        } finally {
            if (front != null) {
                front.close();
            }
            if (keycloak != null) {
                keycloak.close();
            }
            if (postgres != null) {
                postgres.close();
            }
            Results.add(row, Results.SECONDS, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    @Override
    public Row row() {
        return row;
    }

    @Override
    public Keycloak keycloak() {
        return keycloak;
    }

    @Override
    public String password() {
        return SECRET;
    }

    @Override
    public Service site() {
        return new Service(front.base(), "");
    }

    @Override
    public Service service() {
        return new Service(server.base(), System.getProperty("escriba.it.key"));
    }

    @Test
    void whatIsTranscribedIsStoredInPostgresql() throws Exception {
        String id = Answer.success(service().transcribe(Service.Part.file("File", MediaFixture.ENGLISH)))
                .getString("instanceId");
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select state from instance where id = '" + id + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("SUCCEEDED");
        }
        assertThat(server.setup().home().resolve("data/escriba.mv.db")).doesNotExist();
    }

    /** Implementations of JPA differ in the statements that move money. */
    @Test
    void whatCostsSomethingIsHeldAndChargedOnce() throws Exception {
        String id = Administration.account(service(), "account " + UUID.randomUUID());
        CustomerAccount account = new CustomerAccount(
                id, Administration.key(service(), id, "transcribe", "instances:read", "usage:read"));
        assertThat(PostgresService.credit(service(), id, "1").statusCode()).isEqualTo(201);
        Service.Part model = Service.Part.text("ModelId", TranscribeContract.ENGLISH_ONLY);
        Answer.success(account.service()
                .transcribe(
                        model,
                        Service.Part.text("UserIdentifier", "ana"),
                        Service.Part.file("File", MediaFixture.ENGLISH)));
        Answer.success(
                account.service().transcribe(model, Service.Part.file("File", MediaFixture.silence("paid.wav", 1))));
        assertThat(account.lines())
                .extracting(line -> line.getString("kind"))
                .containsExactly("CHARGE", "RELEASE", "HOLD", "CHARGE", "RELEASE", "HOLD", "CREDIT");
        assertThat(account.held()).isZero();
        BigDecimal charged = account.charges().stream()
                .map(line -> line.getJsonNumber("amount").bigDecimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(charged).isNegative();
        assertThat(account.balance()).isEqualByComparingTo(charged.add(BigDecimal.ONE));
        assertThat(Answer.success(service().get("/api/v2/Billing/reconciliation"))
                        .getBoolean("balanced"))
                .isTrue();
    }

    @Test
    void theCertificateIsTheOneThatWasGiven() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
        URI address = server.secureBase().resolve("/api/v2/AIModels");
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(address)
                        .header("X-API-KEY", service().key())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding()))
                .hasMessageContaining("certification path");
    }

    private SSLContext trusting() throws Exception {
        java.security.KeyStore store =
                java.security.KeyStore.getInstance(keyStore.toFile(), STORE_PASSWORD.toCharArray());
        java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("escriba", store.getCertificate("escriba"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void aUserOfTheServersRealmNeedsNoKey() {
        var me = Answer.success(site().send(as("Basic " + pair(PASSWORD)).GET()));
        assertThat(me.getString("name")).isEqualTo("user:server:ana");
        assertThat(me.getJsonArray("roles").getValuesAs(JsonString::getString))
                .containsExactlyInAnyOrder("transcriber", "files-user");
        Answer.problem(site().send(as("Basic " + pair("wrong")).GET()), 401);
    }

    private static String pair(String password) {
        return Base64.getEncoder().encodeToString(("ana:" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aUserOfTheIdentityProviderNeedsNoKey() throws Exception {
        String token = keycloak.token("auditing", SECRET);
        var me = Answer.success(site().send(as("Bearer " + token).GET()));
        assertThat(me.getJsonArray("roles").getValuesAs(JsonString::getString)).contains("auditor");
        String forged = ForgedTokens.ANOTHER_KEY.of(token, keycloak.publicKey());
        Answer.problem(site().send(as("Bearer " + forged).GET()), 401);
    }

    @Test
    void whatTheServerAnswersItselfIsEmptyOrInTheShapeOfTheApi() throws IOException {
        ServerAnswers.check(server);
    }

    @Test
    void withoutItsProviderASignInHasToWait() {
        Answer.problem(withoutProvider, 503);
    }

    private HttpRequest.Builder as(String authorization) {
        return HttpRequest.newBuilder(server.base().resolve(ME)).header("Authorization", authorization);
    }

    @Test
    void theLogIsLinesOfJson() throws IOException {
        site().get(ME);
        List<String> lines = Files.readAllLines(server.log()).stream()
                .filter(line -> line.startsWith("{"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(5).anyMatch(line -> line.contains("dev.escriba"));
        for (String line : lines) {
            try (JsonReader reader = Json.createReader(new StringReader(line))) {
                assertThat(reader.readObject()).isNotEmpty();
            }
        }
    }

    /** Runs last: resources of the server, such as sign-on, have to work for the next deployment too. */
    @Test
    @Order(Integer.MAX_VALUE)
    void anApplicationThatIsDeployedAnewServesItsCallers() throws Exception {
        Assumptions.assumeTrue(server.canRedeploy(), server.name() + " ends with its application");
        new Redeployment(server).once();
        answersInTheShapeAndOrderOfTheContract();
        aUserOfTheIdentityProviderNeedsNoKey();
        aPersonSignsInCallsTheApiAndSignsOut();
    }
}
