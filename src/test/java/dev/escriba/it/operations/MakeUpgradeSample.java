package dev.escriba.it.operations;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresServer;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.it.support.UpgradeSample;
import dev.escriba.it.support.UpgradeScenario;
import dev.escriba.media.MediaFixture;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the sample that {@link UpgradeIT} of later versions continues. The uber-jar of this build works for three
 * customers and is killed during a run. Maven runs this class only by its name, and with the name of the sample. See
 * {@code src/test/resources/upgrade/README.md}.
 */
class MakeUpgradeSample {

    private static final String NAME = System.getProperty("escriba.upgrade.sample", "");
    private static final String ADMINISTRATOR = "a-key-for-the-tests-of-this-build-alone";
    private static final String PEPPER = "a-pepper-for-the-samples-of-upgrades-alone";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JsonObjectBuilder expected = Json.createObjectBuilder();

    @TempDir
    Path home;

    @BeforeEach
    void requireName() throws Exception {
        Assumptions.assumeFalse(NAME.isBlank(), "escriba.upgrade.sample is not set");
        Files.createDirectories(home.resolve("data/secrets"));
        Files.writeString(home.resolve("data/secrets/pepper"), PEPPER);
    }

    @Test
    void keepsAnH2Directory() throws Exception {
        work(Optional.empty());
        UpgradeSample.named(NAME, UpgradeSample.H2).keep(home.resolve("data"), expected.build());
    }

    @Test
    void keepsAPostgresDatabase() throws Exception {
        try (PostgresServer postgres = PostgresServer.create(home)) {
            work(Optional.of(postgres));
            UpgradeSample.named(NAME, UpgradeSample.POSTGRES).keep(home.resolve("data"), expected.build(), postgres);
        }
    }

    /** The first server is stopped while a run goes on, the second one is killed. */
    private void work(Optional<PostgresServer> postgres) throws Exception {
        CustomerAccount initech;
        try (UberJar jar = start("first.log", postgres)) {
            initech = customer(jar, "Initech", "50");
            CompletableFuture<Boolean> answered = beginLongRun(initech);
            jar.terminate();
            assertThat(answered.join())
                    .as("the run has ended before the server")
                    .isFalse();
        }
        UberJar jar = start("second.log", postgres);
        try {
            CustomerAccount acme = customer(jar, "Acme", "100");
            CustomerAccount globex = customer(jar, "Globex", "0.123456");
            transcribe(acme, globex);
            endKeys(jar, acme, globex);
            record(
                    jar,
                    acme,
                    globex,
                    new CustomerAccount(
                            initech.id(), jar.service(initech.service().key())));
            leaveOneRunning(jar, acme);
        } finally {
            jar.kill();
        }
    }

    private UberJar start(String log, Optional<PostgresServer> postgres) throws Exception {
        List<String> options = new ArrayList<>();
        options.add("-Describa.security.bootstrap-key=" + ADMINISTRATOR);
        UpgradeSample.PRICE.forEach((key, value) -> options.add("-D" + key + "=" + value));
        List<Path> commands = new ArrayList<>();
        postgres.ifPresent(database -> {
            options.add("-Describa.database.url=" + database.url());
            options.add("-Describa.database.user=" + PostgresServer.USER);
            options.add("-Describa.database.password=" + PostgresServer.PASSWORD);
            commands.add(Path.of("server-config/payara-micro/postgresql.asadmin"));
        });
        return UberJar.start(home, log, commands, options.toArray(String[]::new));
    }

    /**
     * Runs that succeed, one that fails, and one that is refused. A sentence costs 0.05, and the last one costs more
     * than the account has left.
     */
    private void transcribe(CustomerAccount acme, CustomerAccount globex) {
        Answer.success(acme.service()
                .transcribe(
                        text("UserIdentifier", "ana"), text("Channel", "phone"), file("File", MediaFixture.ENGLISH)));
        Answer.success(acme.service().transcribe(text("Channel", "web"), file("File", MediaFixture.SPANISH)));
        expected.add(
                "idempotentAnswer",
                Answer.success(UpgradeScenario.send(acme.service(), UpgradeScenario.SAMPLE_REQUEST)));
        Answer.success(globex.service().transcribe(file("File", MediaFixture.mp3())));
        Answer.problem(acme.service().transcribe(file("File", MediaFixture.truncatedMp4())), 400);
        Answer.success(globex.service().transcribe(file("File", MediaFixture.ENGLISH)));
        Answer.problem(globex.service().transcribe(file("File", MediaFixture.ENGLISH)), 400);
    }

    private void endKeys(UberJar jar, CustomerAccount acme, CustomerAccount globex) throws Exception {
        Service administrator = jar.service(ADMINISTRATOR);
        JsonObject revoked = Administration.key(administrator, Administration.request(acme.id(), "transcribe"));
        HttpResponse<String> answer = administrator.send(administrator
                .request("/api/v2/ApiKeys/" + revoked.getString("id"))
                .DELETE());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        Instant end = Instant.now().plusSeconds(1);
        JsonObject expired = Administration.key(
                administrator, Administration.request(globex.id(), "usage:read").add("expiresAt", end.toString()));
        Await.until("end of a key", PATIENCE, () -> Instant.now().isAfter(end));
        expected.add(
                "refusedKeys",
                Json.createArrayBuilder().add(revoked.getString("key")).add(expired.getString("key")));
    }

    private void record(UberJar jar, CustomerAccount acme, CustomerAccount globex, CustomerAccount initech) {
        JsonArray audit = Answer.success(jar.service(ADMINISTRATOR).get("/api/v2/Audit?limit=200"))
                .getJsonArray("items");
        expected.add("administrator", ADMINISTRATOR)
                .add("audit", audit)
                .add(
                        "customers",
                        Json.createObjectBuilder()
                                .add("Acme", answers(acme))
                                .add("Globex", answers(globex))
                                .add("Initech", answers(initech)));
    }

    private static JsonObjectBuilder answers(CustomerAccount customer) {
        JsonArrayBuilder runs = Json.createArrayBuilder();
        customer.executions()
                .forEach(run -> runs.add(
                        Answer.success(customer.service().get("/api/v2/Instances/" + run.getString("instanceId")))));
        JsonArrayBuilder lines = Json.createArrayBuilder();
        customer.lines().forEach(lines::add);
        return Json.createObjectBuilder()
                .add("account", customer.id())
                .add("key", customer.service().key())
                .add("balance", Answer.success(customer.service().get("/api/v2/Billing/balance")))
                .add("ledger", lines)
                .add("executions", runs);
    }

    /** The run that the kill interrupts, and its hold. */
    private void leaveOneRunning(UberJar jar, CustomerAccount acme) throws Exception {
        CompletableFuture<Boolean> answered = beginLongRun(acme);
        JsonObject running = acme.executions("RUNNING").get(0);
        JsonObject balance = Answer.success(acme.service().get("/api/v2/Billing/balance"));
        jar.kill();
        assertThat(answered.join()).as("the run has ended before the server").isFalse();
        expected.add(
                "running", Json.createObjectBuilder().add("instance", running).add("balance", balance));
    }

    /** Returns when the run has begun. The result tells whether the client gets a transcript in the end. */
    private static CompletableFuture<Boolean> beginLongRun(CustomerAccount customer) throws Exception {
        Path quarter = MediaFixture.make(
                "quarter-of-an-hour.mp3", "-stream_loop", "290", "-i", MediaFixture.ENGLISH.toString(), "-b:a", "64k");
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> customer.service().transcribe(file("File", quarter)));
        customer.awaitRun();
        return answer.handle((response, failure) -> failure == null && response.statusCode() == 200);
    }

    private static CustomerAccount customer(UberJar jar, String name, String credit) {
        Service administrator = jar.service(ADMINISTRATOR);
        String account = Administration.account(administrator, name);
        credit(administrator, account, credit, "an invoice");
        credit(administrator, account, "-0.01", "a correction of the invoice");
        return new CustomerAccount(
                account, Administration.key(administrator, account, "transcribe", "instances:read", "usage:read"));
    }

    private static void credit(Service administrator, String account, String amount, String reason) {
        String body = Json.createObjectBuilder()
                .add("accountId", account)
                .add("amount", amount)
                .add("reason", reason)
                .build()
                .toString();
        HttpResponse<String> answer = administrator.send(administrator
                .request("/api/v2/Billing/credits")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", account + amount)
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
