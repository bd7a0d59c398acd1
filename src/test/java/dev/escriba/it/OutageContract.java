package dev.escriba.it;

import static dev.escriba.it.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

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

    Hosting hosting();

    @Test
    default void aRunOutlivesAnOutageThatIsLongerThanItsLease() throws Exception {
        Customer customer = hosting().customer("100");
        CompletableFuture<HttpResponse<String>> run = begin(customer, Recordings.minutes(15));
        try (Asking asking = Asking.of(customer.service(), READS)) {
            hosting().postgres().cutOff();
            try {
                long lease = System.nanoTime() + Duration.ofSeconds(9).toNanos();
                // together: each may take seconds to be refused, and the run must not end before the outage does
                Waiting.atOnce(List.<Callable<HttpResponse<String>>>of(
                                () -> customer.service().transcribe(file("File", MediaFixture.ENGLISH)),
                                () -> hosting().administrator().get("/api/v2/Billing/reconciliation"),
                                () -> Hosting.credit(hosting().administrator(), customer.id(), "1")))
                        .forEach(Asking::requireUnavailable);
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
        Customer customer = hosting().customer("100");
        CompletableFuture<HttpResponse<String>> run = begin(customer, Recordings.minutes(2));
        HttpResponse<String> answer;
        try (Asking asking = Asking.of(customer.service(), READS)) {
            hosting().postgres().cutOff();
            try {
                answer = run.get(2, TimeUnit.MINUTES);
            } finally {
                hosting().postgres().start();
            }
            comesBack(customer);
            asking.end();
        }
        Asking.requireUnavailable(answer);
        endsPaidOrFree(customer, answer);
    }

    private CompletableFuture<HttpResponse<String>> begin(Customer customer, Path recording) throws Exception {
        CompletableFuture<HttpResponse<String>> run =
                CompletableFuture.supplyAsync(() -> customer.service().transcribe(file("File", recording)));
        customer.awaitRun();
        Customer.await("decoder", () -> hosting().jar().children() > 0);
        return run;
    }

    /** Longer than it should take: PostgreSQL repairs its data first. */
    private static void comesBack(Customer customer) throws Exception {
        Waiting.until("answer after the outage", Duration.ofSeconds(15), () -> {
            HttpResponse<String> answer = customer.service().get("/api/v2/Billing/balance");
            return answer.statusCode() == 200;
        });
        Answer.success(customer.service().transcribe(file("File", MediaFixture.ENGLISH)));
    }

    /** Its one charge belongs to an answer, or there is neither; the sentence after the outage is paid in any case. */
    private static void endsPaidOrFree(Customer customer, HttpResponse<String> answer) throws Exception {
        customer.awaitRest();
        assertThat(customer.executions()).hasSize(2);
        if (answer.statusCode() == 200) {
            JsonObject execution = Answer.success(answer);
            assertThat(customer.charges())
                    .hasSize(2)
                    .extracting(line -> line.getString("instanceId"))
                    .contains(execution.getString("instanceId"));
        } else {
            Asking.requireUnavailable(answer);
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
