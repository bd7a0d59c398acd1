package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.entity.Culture;
import dev.escriba.media.entity.Upload;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestDigestTest {

    @TempDir
    Path directory;

    private String digest(TranscriptionOptions options) throws IOException {
        return RequestDigest.of(command(options), upload());
    }

    private Upload upload() throws IOException {
        byte[] content = "a recording".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(directory.resolve("upload"), content);
        return new Upload(file, content.length, null);
    }

    private static TranscriptionCommand command(TranscriptionOptions options) {
        return new TranscriptionCommand(
                Optional.empty(),
                "a prompt",
                Optional.of("ana"),
                Optional.empty(),
                Culture.EN,
                Optional.empty(),
                options);
    }

    private static TranscriptionOptions options(
            Set<String> languages, List<String> keywords, boolean words, boolean separateChannels) {
        return new TranscriptionOptions(languages, keywords, words, separateChannels);
    }

    /** A key of the version before, whose digest is stored, finds its request. */
    @Test
    void isThatOfEarlierVersionsWithoutOptions() throws IOException {
        assertThat(digest(TranscriptionOptions.NONE))
                .isEqualTo("4910797cec2f02095917510da377d21fe4c83dd8dbe6a74693856d11f53df564");
    }

    @Test
    void knowsAStoredFileByItsId() throws IOException {
        UUID file = UUID.randomUUID();
        TranscriptionCommand command = command(TranscriptionOptions.NONE);
        assertThat(RequestDigest.of(command, file)).isEqualTo(RequestDigest.of(command, file));
        assertThat(Set.of(
                        RequestDigest.of(command, file),
                        RequestDigest.of(command, UUID.randomUUID()),
                        RequestDigest.of(command(options(Set.of("en"), List.of(), false, false)), file),
                        digest(TranscriptionOptions.NONE)))
                .hasSize(4);
    }

    @Test
    void differsWithEachOption() throws IOException {
        assertThat(Set.of(
                        digest(TranscriptionOptions.NONE),
                        digest(options(Set.of(), List.of(), false, true)),
                        digest(options(Set.of(), List.of(), true, false)),
                        digest(options(Set.of("en"), List.of(), false, false)),
                        digest(options(Set.of("en", "es"), List.of(), false, false)),
                        digest(options(Set.of(), List.of("en"), false, false)),
                        digest(options(Set.of(), List.of("e", "n"), false, false))))
                .hasSize(7);
    }

    @Test
    void differsWithTheTask() throws IOException {
        TranscriptionCommand command = command(TranscriptionOptions.NONE);
        assertThat(Set.of(
                        RequestDigest.of(command, upload()),
                        RequestDigest.of(command, "translate", upload()),
                        RequestDigest.of(command, "other", upload())))
                .hasSize(3);
    }

    @Test
    void doesNotDependOnTheOrderOfLanguages() throws IOException {
        assertThat(digest(options(Set.of("en", "es", "fr"), List.of(), false, false)))
                .isEqualTo(digest(options(Set.of("fr", "es", "en"), List.of(), false, false)));
    }
}
