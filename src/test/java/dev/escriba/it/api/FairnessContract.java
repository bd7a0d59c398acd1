package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.Recordings;
import dev.escriba.media.MediaFixture;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** One account sends more requests than the queue takes, and other accounts are not affected. */
interface FairnessContract {

    /** {@link PostgresService} has one place for long recordings, and two places in the queue for each account. */
    int REQUESTS = 4;

    PostgresService deployment();

    @Test
    default void whoFillsTheLineIsRefusedAtOnceAndOthersAreLetIn() throws Exception {
        CustomerAccount many = deployment().newAccount("1000");
        CustomerAccount few = deployment().newAccount("10");
        Path recording = Recordings.minutes(3);
        ExecutorService clients = Executors.newFixedThreadPool(REQUESTS);
        try {
            CompletionService<HttpResponse<String>> answers = new ExecutorCompletionService<>(clients);
            for (int i = 0; i < REQUESTS; i++) {
                answers.submit(() -> many.service().transcribe(file("File", recording)));
            }
            HttpResponse<String> refusal = answers.take().get();
            Answer.problem(refusal, 503);
            assertThat(refusal.headers().firstValue("Retry-After").orElseThrow())
                    .matches("[1-9]\\d*");

            Answer.success(few.service().transcribe(file("File", MediaFixture.ENGLISH)));
            // a run is stored once its recording is measured
            Await.until("run of the many", Duration.ofSeconds(10), () -> !many.executions("RUNNING")
                    .isEmpty());

            List<Integer> others = new ArrayList<>();
            for (int i = 1; i < REQUESTS; i++) {
                others.add(answers.take().get().statusCode());
            }
            assertThat(others).containsOnly(200);
        } finally {
            clients.shutdownNow();
        }
        many.awaitRest();
        assertThat(many.charges()).hasSize(REQUESTS - 1);
        assertThat(few.charges()).hasSize(1);
    }
}
