package dev.escriba.transcription.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.media.entity.Upload;
import dev.escriba.security.NoRequest;
import dev.escriba.security.control.Sealing;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import dev.escriba.transcription.control.QueueSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting audio in the data directory. {@link QueueTest} has that in the database. */
class WaitingAudioTest {

    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path home;

    private final WaitingAudio waiting = new WaitingAudio();
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void wire() {
        waiting.sealing = new Sealing(NoRequest.peppers());
        waiting.data = new DataDirectory(new StorageSettings(home.resolve("data")));
        waiting.settings = Configured.read(QueueSettings::read);
        waiting.rows = new WaitingAudio.AudioRows() {
            @Override
            public List<UUID> keptBy(String keeper) {
                return List.of();
            }
        };
    }

    private byte[] store(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(7).nextBytes(content);
        Path file = Files.write(home.resolve("upload"), content);
        waiting.storeFile(id, new Upload(file, bytes, "a.wav"));
        return content;
    }

    private Path file() {
        return waiting.data.directory("waiting").resolve(id.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, MEGABYTE - Sealing.OVERHEAD_BYTES, MEGABYTE, 3 * MEGABYTE + 5})
    void returnsWhatWasStored(int bytes) throws IOException {
        byte[] content = store(bytes);
        try (InputStream stored = waiting.open(id, waiting.keeper())) {
            assertThat(Arrays.equals(stored.readAllBytes(), content)).isTrue();
        }
    }

    @Test
    void theFileDoesNotContainTheAudio() throws IOException {
        byte[] content = store(1000);
        byte[] file = Files.readAllBytes(file());
        for (int i = 0; i + 16 <= file.length; i++) {
            assertThat(Arrays.equals(file, i, i + 16, content, 0, 16)).isFalse();
        }
    }

    @Test
    void refusesTheAudioOfAnotherRun() throws IOException {
        store(1000);
        UUID other = UUID.randomUUID();
        Files.move(file(), file().resolveSibling(other.toString()));
        try (InputStream stored = waiting.open(other, waiting.keeper())) {
            assertThatThrownBy(stored::read).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesAChangedFile() throws IOException {
        store(1000);
        byte[] file = Files.readAllBytes(file());
        file[file.length - 1] ^= 1;
        Files.write(file(), file);
        try (InputStream stored = waiting.open(id, waiting.keeper())) {
            assertThatThrownBy(stored::read).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesALengthThatNoPartHas() throws IOException {
        store(1000);
        byte[] file = Files.readAllBytes(file());
        file[0] = 0x7f;
        Files.write(file(), file);
        try (InputStream stored = waiting.open(id, waiting.keeper())) {
            assertThatThrownBy(stored::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theSweepLeavesTheAudioOfRunsThatArrive() throws IOException {
        store(1000);
        assertThat(waiting.sweep(Set.of(id))).isZero();
        assertThat(file()).exists();
        assertThat(waiting.sweep(Set.of())).isEqualTo(1);
        assertThat(file()).doesNotExist();
        assertThat(waiting.forgetFile(id)).isFalse();
    }

    @Test
    void theSweepPassesOverFilesOfOtherPrograms() throws IOException {
        store(1000);
        List<Path> strays = List.of(
                file().resolveSibling("core.4711"), file().resolveSibling("1-1-1-1-1"), file().resolveSibling("lost"));
        for (Path stray : strays) {
            Files.writeString(stray, "of another program");
        }
        assertThat(waiting.sweep(Set.of())).isEqualTo(1);
        assertThat(file()).doesNotExist();
        assertThat(strays).allSatisfy(stray -> assertThat(stray).exists());
    }

    @Test
    void theSweepGoesOnAfterAFileThatCannotBeDeleted() throws IOException {
        store(1000);
        Path full = file().resolveSibling(UUID.randomUUID().toString());
        Files.createDirectories(full.resolve("inside"));
        assertThat(waiting.sweep(Set.of())).isEqualTo(1);
        assertThat(file()).doesNotExist();
        assertThat(full).exists();
    }
}
