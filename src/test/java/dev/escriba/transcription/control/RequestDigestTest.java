package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.entity.Culture;
import dev.escriba.media.entity.Upload;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestDigestTest {

    @TempDir
    Path directory;

    /** Requests of nodes of the version before have this digest. */
    @Test
    void aRequestWithoutOptionsHasTheDigestOfEarlierVersions() throws IOException {
        assertThat(digest(TranscriptionOptions.NONE))
                .isEqualTo("c6aa0343fced838cd1472ac5fb8fbd1b8e00ce11add580f8b53eafa9add84770");
    }

    @Test
    void everyOptionMakesAnotherRequest() throws IOException {
        assertThat(Set.of(
                        digest(TranscriptionOptions.NONE),
                        digest(new TranscriptionOptions(Set.of("en"), List.of(), false, false)),
                        digest(new TranscriptionOptions(Set.of("en", "es"), List.of(), false, false)),
                        digest(new TranscriptionOptions(Set.of(), List.of("en"), false, false)),
                        digest(new TranscriptionOptions(Set.of(), List.of(), true, false)),
                        digest(new TranscriptionOptions(Set.of(), List.of(), false, true))))
                .hasSize(6);
        assertThat(digest(new TranscriptionOptions(Set.of("es", "en"), List.of(), false, false)))
                .isEqualTo(digest(new TranscriptionOptions(Set.of("en", "es"), List.of(), false, false)));
    }

    private String digest(TranscriptionOptions options) throws IOException {
        Upload upload = new Upload(Files.writeString(directory.resolve("file"), "content"), 7, null);
        TranscriptionCommand command = new TranscriptionCommand(
                Optional.empty(), "prompt", Optional.of("ana"), Optional.empty(), Culture.EN, Optional.empty(), options);
        return RequestDigest.of(command, upload);
    }
}
