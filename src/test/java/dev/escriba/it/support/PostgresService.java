package dev.escriba.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The uber-jar on PostgreSQL, with a priced model and accounts. Tests share one start of it. */
public final class PostgresService implements AutoCloseable {

    /** The price that makes the sentence of 3.125 s cost 0.05. */
    private static final String PRICE = "0.96";

    private static final String DEFAULT_MODEL = "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00";
    private static final String ADMINISTRATOR = "a-key-for-the-tests-of-this-build-alone";

    private final Path home;
    private final PostgresServer postgres;
    private final UberJar jar;

    private PostgresService(Path home, PostgresServer postgres, UberJar jar) {
        this.home = home;
        this.postgres = postgres;
        this.jar = jar;
    }

    public static PostgresService start(Path home) throws Exception {
        PostgresServer postgres = PostgresServer.create(home);
        try {
            return new PostgresService(
                    home,
                    postgres,
                    UberJar.start(
                            home,
                            "server.log",
                            List.of(Path.of("server-config/payara-micro/postgresql.asadmin")),
                            "-Xmx2g",
                            "-Describa.database.url=" + postgres.url(),
                            "-Describa.database.user=" + PostgresServer.USER,
                            "-Describa.database.password=" + PostgresServer.PASSWORD,
                            "-Describa.security.bootstrap-key=" + ADMINISTRATOR,
                            "-Describa.models.prices." + DEFAULT_MODEL + ".per-minute=" + PRICE,
                            "-Describa.instances.lease=PT8S",
                            "-Describa.speech.concurrent-runs=3",
                            "-Describa.speech.waiting-line-per-caller=2",
                            "-Describa.transcription.settlement-patience=PT5S"));
        } catch (Exception | AssertionError e) {
            postgres.close();
            throw e;
        }
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public UberJar jar() {
        return jar;
    }

    public Path home() {
        return home;
    }

    /** The administrator, who belongs to another account than those of the tests. */
    public Service administrator() {
        return jar.service(ADMINISTRATOR);
    }

    /** Makes an account with that balance, and a key that may transcribe and read. */
    public CustomerAccount newAccount(String credit) {
        String id = Administration.account(administrator(), "account " + UUID.randomUUID());
        CustomerAccount account = new CustomerAccount(id, key(id, "transcribe", "instances:read", "usage:read"));
        assertThat(credit(administrator(), id, credit).statusCode()).isEqualTo(201);
        return account;
    }

    /** The service, for a new key of that account. */
    public Service key(String account, String... scopes) {
        return Administration.key(administrator(), account, scopes);
    }

    public static HttpResponse<String> credit(Service author, String account, String amount) {
        String body = Json.createObjectBuilder()
                .add("accountId", account)
                .add("amount", amount)
                .add("reason", "a test")
                .build()
                .toString();
        return author.send(author.request("/api/v2/Billing/credits")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body)));
    }

    /** Checks that the books of all accounts balance now. */
    public void requireBalancedBooks() {
        JsonObject books = Answer.success(administrator().get("/api/v2/Billing/reconciliation"));
        assertThat(books.getBoolean("balanced")).as(books.toString()).isTrue();
    }

    @Override
    public void close() throws IOException {
        try {
            jar.close();
        } finally {
            postgres.close();
        }
    }
}
