package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.Recordings;
import dev.escriba.it.support.RetryingClients;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** PostgreSQL stops in the middle of a run and starts again. The service is not restarted. */
interface OutageContract {

    List<String> READS = List.of(
            "/api/v2/Billing/balance",
            "/api/v2/Instances",
            "/api/v2/AIModels",
            "/api/v2/Billing/ledger",
            "/api/v2/Billing/usage",
            "/api/v2/Billing/prices");

    PostgresService deployment();

    @Test
    default void aRunOutlivesAnOutageThatIsLongerThanItsLease() throws Exception {
        CustomerAccount account = deployment().newAccount("100");
        CompletableFuture<HttpResponse<String>> run = begin(account, Recordings.minutes(15));
        try (RetryingClients clients = RetryingClients.of(account.service(), READS)) {
            deployment().postgres().cutOff();
            try {
                long lease = System.nanoTime() + Duration.ofSeconds(9).toNanos();
                // at the same time: each refusal may take seconds, and the run must not end before the outage does
                Await.atOnce(List.<Callable<HttpResponse<String>>>of(
                                () -> account.service().transcribe(file("File", MediaFixture.ENGLISH)),
                                () -> deployment().administrator().get("/api/v2/Billing/reconciliation"),
                                () -> PostgresService.credit(deployment().administrator(), account.id(), "1")))
                        .forEach(RetryingClients::requireUnavailable);
                // the outage has to be longer than a lease
                TimeUnit.NANOSECONDS.sleep(lease - System.nanoTime());
            } finally {
                deployment().postgres().start();
            }
            comesBack(account);
            boolean outlives = !run.isDone();
            clients.end();
            HttpResponse<String> answer = run.get(5, TimeUnit.MINUTES);
            endsPaidOrFree(account, answer);
            if (outlives) {
                Answer.success(answer);
            }
        }
    }

    @Test
    default void aRunThatEndsDuringAnOutageIsFree() throws Exception {
        CustomerAccount account = deployment().newAccount("100");
        CompletableFuture<HttpResponse<String>> run = begin(account, Recordings.minutes(2));
        HttpResponse<String> answer;
        try (RetryingClients clients = RetryingClients.of(account.service(), READS)) {
            deployment().postgres().cutOff();
            try {
                answer = run.get(2, TimeUnit.MINUTES);
            } finally {
                deployment().postgres().start();
            }
            comesBack(account);
            clients.end();
        }
        RetryingClients.requireUnavailable(answer);
        endsPaidOrFree(account, answer);
    }

    private CompletableFuture<HttpResponse<String>> begin(CustomerAccount account, Path recording) throws Exception {
        CompletableFuture<HttpResponse<String>> run =
                CompletableFuture.supplyAsync(() -> account.service().transcribe(file("File", recording)));
        account.awaitRun();
        return run;
    }

    /** Waits longer than normal, because PostgreSQL repairs its data first. */
    private static void comesBack(CustomerAccount account) throws Exception {
        Await.until("answer after the outage", Duration.ofSeconds(15), () -> {
            HttpResponse<String> answer = account.service().get("/api/v2/Billing/balance");
            return answer.statusCode() == 200;
        });
        Answer.success(account.service().transcribe(file("File", MediaFixture.ENGLISH)));
    }

    /** The run has a charge and an answer, or neither. The run after the outage is charged in both cases. */
    private static void endsPaidOrFree(CustomerAccount account, HttpResponse<String> answer) throws Exception {
        account.awaitRest();
        assertThat(account.executions()).hasSize(2);
        if (answer.statusCode() == 200) {
            JsonObject execution = Answer.success(answer);
            assertThat(account.charges())
                    .hasSize(2)
                    .extracting(line -> line.getString("instanceId"))
                    .contains(execution.getString("instanceId"));
        } else {
            RetryingClients.requireUnavailable(answer);
            assertThat(account.charges()).hasSize(1);
            assertThat(account.executions("FAILED")).singleElement().satisfies(execution -> {
                // the same field names as a successful execution, with null values
                assertThat(execution.keySet())
                        .isEqualTo(account.executions("SUCCEEDED").get(0).keySet());
                assertThat(execution.isNull("cost")).isTrue();
                assertThat(execution.isNull("tokenUsage")).isTrue();
                assertThat(answer.headers().firstValue("X-Instance-Id")).contains(execution.getString("instanceId"));
            });
            assertThat(account.balance()).isEqualByComparingTo("99.95");
        }
    }
}
