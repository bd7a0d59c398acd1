package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.RawUpload;
import dev.escriba.it.support.Recordings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Transcripts that are sent while they are made. */
interface StreamContract {

    PostgresService deployment();

    @Test
    default void theFirstPieceComesLongBeforeTheLast() throws Exception {
        CustomerAccount account = deployment().newAccount("10");
        try (RawUpload upload = stream(account, 5)) {
            long begin = System.nanoTime();
            upload.sendAll();
            BufferedReader answer = reader(upload);
            awaitLine(answer, "transcript.text.delta");
            Duration first = Duration.ofNanos(System.nanoTime() - begin);
            awaitLine(answer, "transcript.text.done");
            Duration whole = Duration.ofNanos(System.nanoTime() - begin);
            // the stream was told its end after the settlement
            assertThat(account.executions().get(0).getString("state")).isEqualTo("SUCCEEDED");
            assertThat(account.charges()).hasSize(1);
            assertThat(first.multipliedBy(3))
                    .as("first piece, of %s in all", whole)
                    .isLessThan(whole);
        }
    }

    @Test
    default void aClientThatLeavesAStreamPaysNothing() throws Exception {
        CustomerAccount account = deployment().newAccount("10");
        try (RawUpload upload = stream(account, 5)) {
            upload.sendAll();
            awaitLine(reader(upload), "transcript.text.delta");
        }
        account.awaitRest();
        assertThat(account.executions().get(0).getString("state")).isEqualTo("FAILED");
        assertThat(account.charges()).isEmpty();
        assertThat(account.balance()).isEqualByComparingTo("10");
    }

    private static RawUpload stream(CustomerAccount account, int minutes) throws IOException {
        return new RawUpload(
                account.service(),
                "/v1/audio/transcriptions",
                file("file", Recordings.minutes(minutes)),
                text("model", "whisper-1"),
                text("stream", "true"));
    }

    private static BufferedReader reader(RawUpload upload) throws IOException {
        return new BufferedReader(new InputStreamReader(upload.answer(), StandardCharsets.UTF_8));
    }

    private static void awaitLine(BufferedReader answer, String part) throws IOException {
        String line = answer.readLine();
        while (line != null && !line.contains(part)) {
            line = answer.readLine();
        }
        assertThat(line).as("a line with %s", part).isNotNull();
    }
}
