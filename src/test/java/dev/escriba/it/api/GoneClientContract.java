package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.RawUpload;
import dev.escriba.it.support.Recordings;
import dev.escriba.it.support.Service;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave before they have their answer: the table of {@code docs/servers.md}, on each server. */
interface GoneClientContract {

    /** Escriba looks at a connection once a second, from the second second of a run on. */
    Duration LOOK = Duration.ofSeconds(3);

    Service service();

    /** The server does not tell that the client is gone before the answer is written. The system does. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void aClientThatLeavesDuringItsRunEndsItAndPaysNothing(boolean breaksOff) throws Exception {
        CustomerAccount account = account();
        try (RawUpload upload = new RawUpload(
                account.service(),
                "/api/v2/Audio/transcribe",
                priced("ModelId"),
                file("File", Recordings.minutes(10)))) {
            upload.sendAll();
            account.awaitRun();
            long begin = System.nanoTime();
            CustomerAccount.await("a look at the connection", () -> System.nanoTime() - begin > LOOK.toNanos());
            if (breaksOff) {
                upload.breakOff();
            }
        }
        isFree(account);
    }

    @Test
    default void aRepeatedRequestGetsTheResultForWhichItsClientDidNotWait() throws Exception {
        CustomerAccount account = account();
        String key = UUID.randomUUID().toString();
        try (RawUpload upload = RawUpload.keyed(account.service(), key, priced("ModelId"), recording("File"))) {
            upload.sendAll();
            account.awaitRun();
        }
        account.awaitRest();
        HttpResponse<String> again = account.service()
                .send(account.service()
                        .request("/api/v2/Audio/transcribe")
                        .header("Content-Type", Service.contentType())
                        .header("Idempotency-Key", key)
                        .POST(Service.body(priced("ModelId"), recording("File"))));
        assertThat(Answer.success(again).getString("transcript")).contains("brown fox");
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(account.executions()).hasSize(1);
        assertThat(account.charges()).hasSize(1);
    }

    @Test
    default void aClientThatLeavesItsEventsEndsItsRunAndPaysNothing() throws Exception {
        CustomerAccount account = account();
        try (RawUpload upload = new RawUpload(
                account.service(),
                "/v1/audio/transcriptions",
                priced("model"),
                text("stream", "true"),
                file("file", Recordings.minutes(5)))) {
            upload.sendAll();
            BufferedReader answer = new BufferedReader(new InputStreamReader(upload.answer(), StandardCharsets.UTF_8));
            assertThat(answer.lines().anyMatch(line -> line.contains("transcript.text.delta")))
                    .isTrue();
        }
        isFree(account);
    }

    private static void isFree(CustomerAccount account) throws Exception {
        account.awaitRest();
        JsonObject execution = account.executions().get(0);
        assertThat(execution.getString("state")).isIn("FAILED", "CANCELLED");
        assertThat(execution.getString("failure")).isEqualTo("client-gone");
        assertThat(account.charges()).isEmpty();
        assertThat(account.balance()).isEqualByComparingTo("10");
    }

    private CustomerAccount account() {
        String id = Administration.account(service(), "account " + UUID.randomUUID());
        assertThat(PostgresService.credit(service(), id, "10").statusCode()).isEqualTo(201);
        return new CustomerAccount(id, Administration.key(service(), id, "transcribe", "instances:read", "usage:read"));
    }

    private static Service.Part priced(String field) {
        return text(field, TranscribeContract.ENGLISH_ONLY);
    }

    private static Service.Part recording(String field) {
        return file(field, Recordings.minutes(1));
    }
}
