package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.SlowUpload;
import dev.escriba.media.MediaFixture;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many requests at the same time. */
interface LoadContract {

    Service service();

    @Test
    default void sixteenAtOnceAreAnsweredOrRefusedAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                boolean spanish = i % 2 == 1;
                answers.add(clients.submit(() ->
                        service().transcribe(file("File", spanish ? MediaFixture.SPANISH : MediaFixture.ENGLISH))));
            }
            int answered = 0;
            for (int i = 0; i < 16; i++) {
                HttpResponse<String> response = answers.get(i).get();
                if (response.statusCode() == 503) {
                    assertThat(response.headers().firstValue("Retry-After").orElseThrow())
                            .matches("[1-9]\\d*");
                    continue;
                }
                answered++;
                assertThat(Answer.success(response).getJsonObject("metadata").getString("language"))
                        .isEqualTo(i % 2 == 1 ? "es" : "en");
            }
            assertThat(answered).isPositive();
        } finally {
            clients.shutdownNow();
        }
    }

    /** More of them than the server has threads. */
    @Test
    default void slowUploadsOfOneAccountStopNoOther() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                slow.add(SlowUpload.begin(service()));
            }
            int refused = 0;
            for (Socket socket : slow) {
                refused += SlowUpload.status(socket).equals("503") ? 1 : 0;
            }
            assertThat(refused).isEqualTo(92);
            long start = System.nanoTime();
            assertThat(service().get("/health/live").statusCode()).isEqualTo(200);
            assertThat(service().get("/api/v2/Me").statusCode()).isEqualTo(200);
            assertThat((System.nanoTime() - start) / 1e9).isLessThan(5);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
