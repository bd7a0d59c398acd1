package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.RawUpload;
import dev.escriba.it.support.Recordings;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Requests that are broken off or that fail. */
interface AbortContract {

    PostgresService deployment();

    @Test
    default void aClientThatLeavesInMidRunLeavesNothingHeld() throws Exception {
        CustomerAccount account = deployment().newAccount("10");
        try (RawUpload upload = new RawUpload(account.service(), Recordings.minutes(5))) {
            upload.sendAll();
            account.awaitRun();
        }
        isFree(account);
        assertThat(account.executions().get(0).getString("state")).isEqualTo("FAILED");
    }

    @Test
    default void anUploadThatBreaksOffIsFree() throws Exception {
        CustomerAccount account = deployment().newAccount("10");
        try (RawUpload upload = new RawUpload(account.service(), Recordings.minutes(1))) {
            upload.sendHalf();
            Await.until("file begun", Duration.ofSeconds(30), () -> !isSwept());
        }
        Await.until("end of the upload", Duration.ofSeconds(60), this::isSwept);
        isFree(account);
    }

    @Test
    default void aFileThatCannotBeDecodedIsFree() throws Exception {
        CustomerAccount account = deployment().newAccount("10");
        Answer.problem(account.service().transcribe(file("File", MediaFixture.truncatedMp4())), 400);
        isFree(account);
    }

    private static void isFree(CustomerAccount account) throws Exception {
        account.awaitRest();
        assertThat(account.charges()).isEmpty();
        assertThat(account.balance()).isEqualByComparingTo("10");
    }

    /** Waits until neither the server nor the application receives or processes an upload. */
    private boolean isSwept() throws IOException {
        try (Stream<Path> received = Files.walk(deployment().home().resolve("data/uploads"));
                Stream<Path> buffered = Files.list(deployment().home().resolve("tmp"))) {
            return received.filter(Files::isRegularFile)
                            .allMatch(path -> path.toString().endsWith(".lock"))
                    && buffered.noneMatch(path -> path.getFileName().toString().startsWith("MIME"));
        }
    }
}
