package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.cultures;
import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Answer.words;
import static dev.escriba.it.support.Service.Part.bytes;
import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Await;
import dev.escriba.it.support.Service;
import dev.escriba.media.HostileFile;
import dev.escriba.media.HostileFiles;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malicious files. The service judges each by its content, in bounded time, and keeps no file or process of it. */
interface HostileMediaContract {

    /** This model has a price, so the service measures the length before it recognises anything. */
    String PRICED_MODEL = "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01";

    /** Far more time than any of these files needs, and far less than they would cause without limits. */
    Duration BOUND = Duration.ofSeconds(90);

    Service service();

    /** The directory with the server's {@code tmp} and {@code data}. */
    Path home();

    @Test
    default void noFileLeadsToAnotherFileOrToTheNetwork() throws Exception {
        Path canary = Files.copy(MediaFixture.SPANISH, Files.createTempFile("canary", ".wav"), replace());
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + listening.getLocalPort() + "/canary.wav";
            for (String place : List.of(
                    canary.toString(),
                    "file://" + canary,
                    "http://" + address,
                    "tcp://" + address,
                    "concat:" + canary,
                    "subfile,,start,0,end,9999,,:" + canary)) {
                for (HostileFile hostile : HostileFiles.pointingAt(place)) {
                    requireVerdict(hostile);
                }
            }
            listening.setSoTimeout(1);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(listening::accept);
        } finally {
            Files.delete(canary);
        }
        requireNothingLeft();
    }

    @Test
    default void noTrackHasItsSamplesInAnotherFile() throws Exception {
        Path secret = Files.copy(MediaFixture.m4a(), Files.createTempFile("secret", ".m4a"), replace());
        try {
            requireVerdict(HostileFiles.referenceTo(secret));
        } finally {
            Files.delete(secret);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.media.HostileFiles#greedy")
    default void noFileGetsMoreThanItsShare(HostileFile hostile) throws Exception {
        requireVerdict(hostile);
        requireNothingLeft();
    }

    @Test
    default void filesInUnknownPartsAreNotKept() throws Exception {
        success(service()
                .transcribe(
                        file("Other", MediaFixture.ENGLISH),
                        file("File", MediaFixture.ENGLISH),
                        file("File", MediaFixture.SPANISH)));
        requireNothingLeft();
        problem(service().transcribe(file("Other", MediaFixture.ENGLISH), text("Prompt", "a")), 400);
        requireNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "-f lavfi -i sine.wav",
                "..",
                "C:\\..\\..\\hostile-name.wav",
                "file:///etc/passwd",
                "http://127.0.0.1/hostile-name.wav",
                "concat:/etc/passwd|/etc/hosts",
                "pipe:0",
                "%2e%2e%2fhostile-name.wav",
                "%22%0d%0aX-Hostile: 1.wav",
                "hostile\\\"name.wav",
                "hostile\u202Evaw.name",
                "\u200F\u202B.wav",
                "\uD83D\uDE00.wav",
                "$(touch hostile-name).wav",
                "`touch hostile-name`.wav"
            })
    default void aNameIsJustAName(String name) throws Exception {
        Set<String> before = names();
        success(service().transcribe(file("File", name, MediaFixture.ENGLISH)));
        success(service().transcribe(file("File", "x".repeat(300) + name, MediaFixture.ENGLISH)));
        assertThat(names()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostile\r\nname.wav",
                "hostile\nname.wav",
                "hostile\0name.wav",
                "hostile\"name.wav",
                "\"\r\n\r\n"
            })
    default void aNameThatBreaksItsHeaderIsTheCallersFault(String name) throws Exception {
        Set<String> before = names();
        HttpResponse<String> response = service().transcribe(file("File", name, MediaFixture.ENGLISH));
        if (response.statusCode() == 200) {
            assertThat(words(success(response).getString("transcript"))).contains("brown fox");
        } else {
            problem(response, 400);
        }
        assertThat(names()).isEqualTo(before);
    }

    private void requireVerdict(HostileFile hostile) {
        byte[] content = hostile.content().get();
        for (String culture : cultures()) {
            long start = System.nanoTime();
            HttpResponse<String> response = service()
                    .post(
                            "/api/v2/Audio/transcribe?culture=" + culture,
                            bytes("File", hostile.name(), content),
                            text("ModelId", PRICED_MODEL));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(hostile.name())
                    .isLessThan(BOUND);
            switch (hostile.verdict()) {
                case SPOKEN ->
                    assertThat(words(success(response).getString("transcript")))
                            .as(hostile.name())
                            .contains("brown fox");
                case SILENT ->
                    assertThat(success(response).getString("transcript"))
                            .as(hostile.name())
                            .isEmpty();
                default -> {
                    var errors = errors(response, 400);
                    assertThat(errors.keySet()).as(hostile.name()).containsExactly("File");
                    assertThat(errors.getString("File"))
                            .as(hostile.name())
                            .startsWith(message(hostile.verdict().key(), culture));
                }
            }
        }
    }

    /** The message up to its first placeholder. */
    private static String message(String key, String culture) {
        return ResourceBundle.getBundle("dev.escriba.culture.messages_" + culture)
                .getString(key)
                .replaceFirst("\\{.*", "");
    }

    private void requireNothingLeft() throws Exception {
        Await.until("end of all decoders", Duration.ofSeconds(20), () -> ProcessHandle.current()
                .descendants()
                .map(process -> process.info().command().orElse(""))
                .noneMatch(command -> command.endsWith("/ffmpeg")));
        try (Stream<Path> uploads = Files.walk(home().resolve("data/uploads"));
                Stream<Path> samples = Files.walk(home().resolve("data/samples"));
                Stream<Path> temporary = Files.list(home().resolve("tmp"))) {
            assertThat(uploads.filter(Files::isRegularFile))
                    .allMatch(file -> file.toString().endsWith(".lock"));
            assertThat(samples.filter(Files::isRegularFile))
                    .allMatch(file -> file.toString().endsWith(".lock"));
            assertThat(temporary.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("MIME"));
        }
    }

    /** The files in the directories that a malicious path could reach. */
    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path directory : List.of(
                Path.of(""), home(), home().resolve("data"), home().resolve("data/uploads"), home().resolve("tmp"))) {
            try (Stream<Path> files = Files.list(directory)) {
                names.addAll(files.map(Path::toString).collect(Collectors.toSet()));
            }
        }
        return names;
    }

    private static CopyOption replace() {
        return StandardCopyOption.REPLACE_EXISTING;
    }
}
