package dev.escriba.health.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import dev.escriba.transcription.control.WorkInProgress;
import dev.escriba.web.control.OpenRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainingTest {

    @TempDir
    Path directory;

    private final OpenRequests requests = new OpenRequests();
    private Draining draining;

    @BeforeEach
    void open() {
        draining = new Draining(new DataDirectory(new StorageSettings(directory)), new WorkInProgress(), requests);
    }

    private Path drained() {
        return directory.resolve("drained");
    }

    @Test
    void isAskedByAFileAndTakenBackByItsDeletion() throws IOException {
        assertThat(draining.isAsked()).isFalse();
        Files.createFile(directory.resolve("drain"));
        assertThat(draining.isAsked()).isTrue();
        draining.answer();
        assertThat(drained()).exists();
        Files.delete(directory.resolve("drain"));
        assertThat(draining.isAsked()).isFalse();
        draining.answer();
        assertThat(drained()).doesNotExist();
    }

    @Test
    void answersOnlyWhileNothingIsUnderWay() throws IOException {
        Files.createFile(directory.resolve("drain"));
        requests.enter();
        draining.answer();
        assertThat(drained()).doesNotExist();
        requests.leave();
        draining.answer();
        assertThat(drained()).exists();
        requests.enter();
        draining.answer();
        assertThat(drained()).doesNotExist();
        assertThat(draining.openRequests()).isEqualTo(1);
    }

    @Test
    void forgetsWhatAnEarlierProcessWasAsked() throws IOException {
        Files.createFile(directory.resolve("drain"));
        Files.createFile(drained());
        draining.forget();
        assertThat(draining.isAsked()).isFalse();
        assertThat(drained()).doesNotExist();
    }
}
