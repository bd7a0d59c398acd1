package dev.escriba.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Chromium;
import dev.escriba.it.support.ConsoleTexts;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Photographs each page of the console with the work of two accounts: {@code mvn verify -Dtest.units.skip=true
 * -Dit.test=ConsoleShots}. The pictures are in {@code target/console-shots}; {@code pngquant} makes those of {@code
 * docs/console} of them.
 */
class ConsoleShots {

    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final String PRICED = "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00";
    private static final Path SHOTS = Path.of("target/console-shots").toAbsolutePath();
    private static final Path SENTENCES = Path.of("src/test/resources/speech/terms");
    private static final List<String> PEOPLE = List.of("ana.lopez", "j.miller", "support-bot");
    private static final List<String> CHANNELS = List.of("phone", "web", "meeting");

    private static UberJar jar;

    @BeforeAll
    static void start() throws Exception {
        Path home = Path.of("target/it/console-shots").toAbsolutePath();
        Files.createDirectories(home);
        Files.createDirectories(SHOTS);
        jar = UberJar.start(
                home,
                "server.log",
                "-Describa.security.bootstrap-key=" + KEY,
                "-Describa.models.prices." + PRICED + ".per-minute=0.006");
        Service administrator = jar.service(KEY);
        credit(administrator, "{\"amount\":25,\"reason\":\"Invoice 2026-0042\"}");
        String clinic = Administration.account(administrator, "Clínica del Norte");
        credit(administrator, "{\"amount\":10,\"reason\":\"Invoice 2026-0043\",\"accountId\":\"" + clinic + "\"}");
        work(administrator, 14);
        work(Administration.key(administrator, clinic, "transcribe"), 4);
        administrator.transcribe(Service.Part.file("File", MediaFixture.videoWithoutAudio()));
    }

    private static void credit(Service administrator, String body) {
        Answer.json(administrator.send(administrator
                .request("/api/v2/Billing/credits")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "credit-" + body.hashCode())
                .POST(BodyPublishers.ofString(body))));
    }

    private static void work(Service caller, int runs) throws IOException {
        try (Stream<Path> files = Files.list(SENTENCES)) {
            List<Path> some = files.filter(file -> file.toString().endsWith(".opus"))
                    .sorted()
                    .toList();
            for (int i = 0; i < runs; i++) {
                Path wav = MediaFixture.make(
                        "shot-" + i + ".wav",
                        "-i",
                        some.get(i * some.size() / runs).toAbsolutePath().toString());
                caller.transcribe(
                        Service.Part.file("File", wav),
                        Service.Part.text("UserIdentifier", PEOPLE.get(i % PEOPLE.size())),
                        Service.Part.text("Channel", CHANNELS.get(i / 2 % CHANNELS.size())));
            }
        }
    }

    @AfterAll
    static void stop() {
        if (jar != null) {
            jar.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"light, 1280, 800", "dark, 1280, 800", "light, 390, 844", "dark, 390, 844"})
    void photographsEachPage(String theme, int width, int height) throws Exception {
        JsonObject seen = Node.run(
                "console.mjs",
                Chromium.required(),
                jar.service(KEY).base().toString(),
                "shots",
                ConsoleTexts.config("en")
                        .add("key", KEY)
                        .add("theme", theme)
                        .add("width", width)
                        .add("height", height)
                        .add("shots", SHOTS.toString())
                        .add("file", MediaFixture.ENGLISH.toAbsolutePath().toString())
                        .add(
                                "places",
                                Json.createArrayBuilder(List.of(
                                        "history",
                                        "usage",
                                        "billing",
                                        "keys",
                                        "accounts",
                                        "models",
                                        "audit",
                                        "system",
                                        "api")))
                        .build()
                        .toString());
        for (String list : List.of("left", "errors", "violations", "overflow")) {
            assertThat(seen.getJsonArray(list)).as(list).isEmpty();
        }
    }
}
