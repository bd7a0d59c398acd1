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

/** PostgreSQL goes away in the middle of a run, and comes back; the service is not restarted. */
interface OutageContract {

    List<String> READS = List.of(
            "/api/v2/Billing/balance",
            "/api/v2/Instances",
            "/api/v2/AIModels",
            "/api/v2/Billing/ledger",
            "/api/v2/Billing/usage",
            "/api/v2/Billing/prices");

    PostgresService hosting();

    @Test
    default void aRunOutlivesAnOutageThatIsLongerThanItsLease() throws Exception {
        CustomerAccount customer = hosting().customer("100");
        CompletableFuture<HttpResponse<String>> run = begin(customer, Recordings.minutes(15));
        try (RetryingClients asking = RetryingClients.of(customer.service(), READS)) {
            hosting().postgres().cutOff();
            try {
                long lease = System.nanoTime() + Duration.ofSeconds(9).toNanos();
                // together: each may take seconds to be refused, and the run must not end before the outage does
                Await.atOnce(List.<Callable<HttpResponse<String>>>of(
                                () -> customer.service().transcribe(file("File", MediaFixture.ENGLISH)),
                                () -> hosting().administrator().get("/api/v2/Billing/reconciliation"),
                                () -> PostgresService.credit(hosting().administrator(), customer.id(), "1")))
                        .forEach(RetryingClients::requireUnavailable);
                // the outage has to be longer than a lease
                TimeUnit.NANOSECONDS.sleep(lease - System.nanoTime());
            } finally {
                hosting().postgres().start();
            }
            comesBack(customer);
            boolean outlives = !run.isDone();
            asking.end();
            HttpResponse<String> answer = run.get(5, TimeUnit.MINUTES);
            endsPaidOrFree(customer, answer);
            if (outlives) {
                Answer.success(answer);
            }
        }
    }

    @Test
    default void aRunThatEndsDuringAnOutageIsFree() throws Exception {
        CustomerAccount customer = hosting().customer("100");
        CompletableFuture<HttpResponse<String>> run = begin(customer, Recordings.minutes(2));
        HttpResponse<String> answer;
        try (RetryingClients asking = RetryingClients.of(customer.service(), READS)) {
            hosting().postgres().cutOff();
            try {
                answer = run.get(2, TimeUnit.MINUTES);
            } finally {
                hosting().postgres().start();
            }
            comesBack(customer);
            asking.end();
        }
        RetryingClients.requireUnavailable(answer);
        endsPaidOrFree(customer, answer);
    }

    private CompletableFuture<HttpResponse<String>> begin(CustomerAccount customer, Path recording) throws Exception {
        CompletableFuture<HttpResponse<String>> run =
                CompletableFuture.supplyAsync(() -> customer.service().transcribe(file("File", recording)));
        customer.awaitRun();
        CustomerAccount.await("decoder", () -> hosting().jar().children() > 0);
        return run;
    }

    /** Longer than it should take: PostgreSQL repairs its data first. */
    private static void comesBack(CustomerAccount customer) throws Exception {
        Await.until("answer after the outage", Duration.ofSeconds(15), () -> {
            HttpResponse<String> answer = customer.service().get("/api/v2/Billing/balance");
            return answer.statusCode() == 200;
        });
        Answer.success(customer.service().transcribe(file("File", MediaFixture.ENGLISH)));
    }

    /** Its one charge belongs to an answer, or there is neither; the sentence after the outage is paid in any case. */
    private static void endsPaidOrFree(CustomerAccount customer, HttpResponse<String> answer) throws Exception {
        customer.awaitRest();
        assertThat(customer.executions()).hasSize(2);
        if (answer.statusCode() == 200) {
            JsonObject execution = Answer.success(answer);
            assertThat(customer.charges())
                    .hasSize(2)
                    .extracting(line -> line.getString("instanceId"))
                    .contains(execution.getString("instanceId"));
        } else {
            RetryingClients.requireUnavailable(answer);
            assertThat(customer.charges()).hasSize(1);
            assertThat(customer.executions("FAILED")).singleElement().satisfies(execution -> {
                // the same names as of one that succeeded, with nothing in them
                assertThat(execution.keySet())
                        .isEqualTo(customer.executions("SUCCEEDED").get(0).keySet());
                assertThat(execution.isNull("cost")).isTrue();
                assertThat(execution.isNull("tokenUsage")).isTrue();
            });
            assertThat(customer.balance()).isEqualByComparingTo("99.95");
        }
    }
}
