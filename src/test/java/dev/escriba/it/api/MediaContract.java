package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Answer.words;
import static dev.escriba.it.support.Service.Part.bytes;
import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid and damaged containers. */
interface MediaContract {

    Path FORMATS = Path.of("../shared/formats");

    Service service();

    @Test
    default void aNameWithoutExtensionIsFine() {
        assertThat(words(success(service().transcribe(file("File", "blob", MediaFixture.ENGLISH)))
                        .getString("transcript")))
                .contains("brown fox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd.wav", "-i.wav", "a;b|c$(d).mp3", "señal ñandú.mp3", "CON", "x.flac", "."})
    default void aNameDecidesNothing(String name) {
        success(service().transcribe(file("File", name, MediaFixture.ENGLISH)));
    }

    @Test
    default void textIsNoMedia() {
        assertThat(errors(
                                service()
                                        .transcribe(bytes(
                                                "File",
                                                "a.wav",
                                                "#EXTM3U\nfile:///etc/passwd"
                                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                                400)
                        .getString("File"))
                .startsWith("The file format is not supported. Supported formats: "
                        + String.join(", ", MediaFixture.settings().formats()));
    }

    @Test
    default void sharedFormatsGiveTheSameWordsOrTheirRefusal() throws IOException {
        assumeTrue(Files.exists(FORMATS), "the shared recordings are not there: skipped");
        List<Path> files;
        try (Stream<Path> all = Files.list(FORMATS)) {
            files = all.filter(path -> !path.toString().endsWith(".tsv"))
                    .sorted()
                    .toList();
        }
        List<String> accepted = MediaFixture.settings().formats();
        List<String> texts = new ArrayList<>();
        SoftAssertions softly = new SoftAssertions();
        for (Path path : files) {
            String name = path.getFileName().toString();
            var response = service().transcribe(file("File", path));
            System.out.println(name + " -> " + response.statusCode() + " " + response.body());
            if (name.startsWith("bad_") || (name.endsWith(".flac") && !accepted.contains("flac"))) {
                softly.assertThat(errors(response, 400).getString("File"))
                        .as(name)
                        .isNotBlank();
                var spanish = service().post("/api/v2/Audio/transcribe?culture=es", file("File", path));
                softly.assertThat(errors(spanish, 400).getString("File"))
                        .as(name)
                        .startsWith("El ");
            } else if (name.startsWith("made_")) {
                // two spellings of the same word: the difference comes from the Opus codec, not from the container
                texts.add(words(success(response).getString("transcript")).replace("15th", "fifteenth"));
            } else {
                softly.assertThat(success(response).getString("transcript"))
                        .as(name)
                        .isEmpty();
            }
        }
        softly.assertThat(texts.stream().distinct())
                .as("texts of the same words")
                .hasSize(1);
        softly.assertThat(texts.get(0)).contains("invention of movable metal letters");
        softly.assertAll();
    }
}
