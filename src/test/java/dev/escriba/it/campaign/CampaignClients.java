package dev.escriba.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.StoredLedger;
import dev.escriba.it.support.UberJar;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Clients of a server that has to bear a campaign, and the check of its books at the end. */
final class CampaignClients {

    static final String KEY = "a-key-for-the-tests-of-this-build-alone";

    /** The options that every server of a campaign has: a key, and a price, so that each run holds money. */
    private static final String[] OPTIONS = {
        "-Describa.security.bootstrap-key=" + KEY,
        "-Describa.security.requests-per-minute=1000000",
        "-Describa.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00.per-minute=0.006"
    };

    /** Stands for a connection that the server ended without an answer. */
    static final int CUT = 0;

    private static final String CREDIT = "{\"amount\": 1000, \"reason\": \"campaign\"}";

    private CampaignClients() {}

    static String[] options(String... further) {
        return Stream.concat(Stream.of(OPTIONS), Stream.of(further)).toArray(String[]::new);
    }

    /** A new directory below {@code target/it}. */
    static Path home(String name) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), name + "-")
                .toAbsolutePath();
    }

    static Service service(UberJar jar) {
        return jar.service(KEY);
    }

    /** Gives the account of the key money, once however often it is called. */
    static void credit(UberJar jar) {
        Service service = service(jar);
        HttpResponse<String> response = service.send(service.request("/api/v2/Billing/credits")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "the-only-credit")
                .POST(HttpRequest.BodyPublishers.ofString(CREDIT)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    /** Sends one recording and checks that the answer is a transcript, or an error in Escriba's shape. */
    static int send(Service service, Path recording) {
        HttpResponse<String> response;
        try {
            response = service.transcribe(Service.Part.file("File", recording));
        } catch (UncheckedIOException cut) {
            return CUT;
        }
        if (response.statusCode() == 200) {
            assertThat(Answer.json(response).getString("transcript")).isNotBlank();
        } else {
            Answer.problem(response, response.statusCode());
        }
        return response.statusCode();
    }

    /** Clients that send one recording after the other while a condition holds. Returns the answers by status. */
    static Map<Integer, Integer> sendWhile(UberJar jar, int clients, Path recording, BooleanSupplier condition)
            throws Exception {
        Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();
        Service service = service(jar);
        Await.atOnce(Collections.nCopies(clients, () -> {
            while (condition.getAsBoolean()) {
                answers.merge(send(service, recording), 1, Integer::sum);
            }
            return null;
        }));
        return answers;
    }

    static BooleanSupplier lasting(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() < end;
    }

    /** Waits until nothing runs, and checks that the books balance, no money is held, and usage agrees. */
    static void checkBooks(UberJar jar) throws InterruptedException {
        Service service = service(jar);
        Await.until("end of all runs", Duration.ofMinutes(4), () -> Answer.success(
                        service.get("/api/v2/Instances?state=RUNNING"))
                .getJsonArray("items")
                .isEmpty());
        JsonObject reconciliation = Answer.success(service.get("/api/v2/Billing/reconciliation"));
        assertThat(reconciliation.getBoolean("balanced"))
                .as(reconciliation.toString())
                .isTrue();
        StoredLedger stored = StoredLedger.overHttp(service);
        BigDecimal sum =
                stored.lines().stream().map(StoredLedger.Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal cost =
                stored.runs("SUCCEEDED").stream().map(StoredLedger.Run::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(stored.runs()).extracting(StoredLedger.Run::state).doesNotContain("RUNNING", "QUEUED");
        assertThat(stored.sum("CHARGE").negate()).isEqualByComparingTo(cost);
        assertThat(used(service)).isEqualByComparingTo(cost);
        assertThat(stored.held()).isEqualByComparingTo("0");
        assertThat(stored.balance())
                .isEqualByComparingTo(sum)
                .isEqualByComparingTo(new BigDecimal("1000").subtract(cost));
    }

    /** The cost of all runs by the report of usage, whatever a clock that jumped has dated them. */
    private static BigDecimal used(Service service) {
        return Answer.success(service.get("/api/v2/Billing/usage?from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z"))
                .getJsonObject("total")
                .getJsonObject("cost")
                .getJsonNumber("total")
                .bigDecimalValue();
    }

    /** Checks that a recording is transcribed, which shows that the server has recovered. */
    static void checkThatItTranscribes(UberJar jar, Path recording) throws InterruptedException {
        Service service = service(jar);
        Await.until("transcript after the campaign", Duration.ofMinutes(2), () -> send(service, recording) == 200);
    }
}
