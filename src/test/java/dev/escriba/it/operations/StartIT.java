package dev.escriba.it.operations;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Answer;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the uber-jar logs when it starts, and what it does when it cannot start. */
class StartIT {

    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final String BOOTSTRAP = "-Describa.security.bootstrap-key=" + KEY;
    private static final int MAX_LINES = 80;
    private static final Pattern NEW_KEY = Pattern.compile("escriba_[0-9a-f]{12}_[0-9a-f]{64}");

    private Path home;

    @BeforeEach
    void empty(TestInfo test) throws IOException {
        Path root = Path.of("target/it/start").toAbsolutePath();
        home = root.resolve(test.getTestMethod().orElseThrow().getName());
        if (Files.exists(home)) {
            try (Stream<Path> old = Files.walk(home)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(home);
    }

    /** The first start of a data directory, and a second one while the first runs. */
    @Test
    void endsWithOneBlockAndKeepsItsDataDirectoryForItself() throws Exception {
        try (UberJar first = UberJar.start(home, "block.log")) {
            String key = requireOneBlock(first.log().lines().toList());
            UberJar second = UberJar.failed(home, "second.log", BOOTSTRAP);
            assertThat(second.exitCode()).as(second.log()).isEqualTo(1);
            assertThat(lastMessage(second)).contains("escriba.data.dir", "in use by another process");
            assertThat(second.log().lines().count()).isLessThan(MAX_LINES);
            Answer.success(first.service(key).transcribe(file("File", MediaFixture.ENGLISH)));
        }
    }

    /** No warning that does not matter stands before the block. Returns the first key, which it shows. */
    private String requireOneBlock(List<String> lines) {
        assertThat(lines).hasSizeLessThan(MAX_LINES);
        assertThat(lines).noneMatch(line -> line.matches("\\S+ (WARNING|SEVERE) .*"));
        int block = lines.indexOf(lines.stream()
                .filter(line -> line.matches(".*StartReport: Escriba \\S+ is ready"))
                .findFirst()
                .orElseThrow());
        List<String> told = lines.subList(block + 1, lines.size());
        assertThat(told)
                .allMatch(line -> line.startsWith("  "))
                .anyMatch(line -> line.contains("Server: Payara") && line.contains(", Java "))
                .anyMatch(line -> line.contains("Data: " + home.resolve("data") + ", database H2 2."))
                .anyMatch(line -> line.matches(" *Model: .*\\(en\\), ready"))
                .anyMatch(line -> line.equals("  Path: /"));
        return told.stream()
                .map(NEW_KEY::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElseThrow();
    }

    /** One start finds the wrong values of all components, and does not show the secret among them. */
    @Test
    void wrongValuesAreOneMessageAndAnExitCode() throws Exception {
        UberJar jar = UberJar.failed(
                home,
                "values.log",
                BOOTSTRAP,
                "-Describa.speech.workers=many",
                "-Describa.media.max-stall=soon",
                "-Describa.security.account-required=perhaps",
                "-Describa.speech.waiting-line=-1",
                "-Describa.security.oidc.public-url=somewhere",
                "-Describa.security.pepper=short-pepper");
        requireOneMessageAndTheExitCode(
                jar,
                "escriba.speech.workers is \"many\". Set it to a whole number",
                "escriba.media.max-stall is \"soon\". Set it to an ISO 8601 duration",
                "escriba.security.account-required is \"perhaps\". Set it to true or false",
                "escriba.speech.waiting-line is \"-1\". Set it to a value from 0 to",
                "escriba.security.oidc.public-url is \"somewhere\". Set it to an https URL",
                "escriba.security.pepper is wrong (its value is not shown). Set it to 32 characters");
        assertThat(jar.log()).doesNotContain("short-pepper");
    }

    /** What a component finds when it starts, after all values were read. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0eff.per-minute | 1 | No model has the id
        escriba.models.directories           | /nowhere/at/all | Name directories that this user can read
        """)
    void aWrongSettingIsOneMessageAndAnExitCode(String key, String value, String remedy) throws Exception {
        UberJar jar = UberJar.failed(home, key + ".log", BOOTSTRAP, "-D" + key + "=" + value);
        requireOneMessageAndTheExitCode(jar, key, '"' + value + '"', remedy);
    }

    private static void requireOneMessageAndTheExitCode(UberJar jar, String... parts) throws IOException {
        assertThat(jar.exitCode()).as(jar.log()).isEqualTo(1);
        assertThat(lastMessage(jar)).contains(parts);
        assertThat(jar.log().lines().count()).isLessThan(MAX_LINES);
        assertThat(jar.log()).doesNotContain("\tat ");
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsOneMessageAndAnExitCode() throws Exception {
        UberJar jar = UberJar.failed(home, "directory.log", BOOTSTRAP, "-Describa.data.dir=/proc/none");
        assertThat(jar.exitCode()).as(jar.log()).isEqualTo(1);
        assertThat(lastMessage(jar)).contains("escriba.data.dir is \"/proc/none\". It cannot be used");
        assertThat(jar.log().lines().count()).isLessThan(MAX_LINES);
    }

    /** The server opens the database before it runs any class of the application. */
    @Test
    void aDatabaseThatCannotBeOpenedEndsTheProcess() throws Exception {
        Files.createDirectories(home.resolve("data/escriba.mv.db"));
        UberJar jar = UberJar.failed(home, "database.log", BOOTSTRAP);
        assertThat(jar.exitCode()).as(jar.log()).isEqualTo(1);
        List<String> lines = jar.log().lines().toList();
        // the server logs its stop after this line
        assertThat(lines.subList(lines.size() - 6, lines.size()))
                .anyMatch(line -> line.contains("Escriba does not start: The server could not deploy it"))
                .contains("The process ends with exit code 1.");
    }

    @Test
    void modelsThatCannotBeLoadedShowTheNewKeyAndEndTheProcess() throws Exception {
        Path broken = model();
        Files.writeString(broken.resolve("encoder_model.onnx"), "no model");
        UberJar jar = UberJar.failed(home, "broken.log", "-Describa.models.directories=" + broken);
        assertThat(jar.exitCode()).as(jar.log()).isEqualTo(1);
        assertThat(lastMessage(jar)).contains("The models cannot be loaded");
        assertThat(NEW_KEY.matcher(jar.log()).results().count()).isOne();
    }

    @Test
    void theProcessStaysWhereTheOperatorWantsIt() throws Exception {
        Path broken = model();
        Files.writeString(broken.resolve("encoder_model.onnx"), "no model");
        try (UberJar jar = UberJar.deployed(
                home,
                "stays.log",
                BOOTSTRAP,
                "-Describa.exit-on-failed-start=false",
                "-Describa.models.directories=" + broken)) {
            jar.awaitLog("Escriba does not start: The models cannot be loaded");
            assertThat(jar.service(KEY).get("/api/v2/AIModels").statusCode()).isEqualTo(200);
        }
    }

    /** The file of the model is a pipe without a writer, so loading it never ends. */
    @Test
    void aRequestThatComesWhileTheModelsLoadIsToldSoAndLeavesNothing() throws Exception {
        Path slow = model();
        Path pipe = slow.resolve("encoder_model.onnx");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (UberJar jar = UberJar.deployed(home, "loading.log", BOOTSTRAP, "-Describa.models.directories=" + slow)) {
            HttpResponse<String> english = jar.service(KEY).transcribe(file("File", MediaFixture.ENGLISH));
            Answer.problem(english, 503);
            assertThat(english.body()).contains("The service is starting.");
            assertThat(english.headers().firstValue("Retry-After")).contains("15");
            HttpResponse<String> spanish =
                    jar.service(KEY).post("/api/v2/Audio/transcribe?culture=es", file("File", MediaFixture.ENGLISH));
            assertThat(spanish.body()).contains("El servicio se está iniciando.");
            jar.kill();
        }
        assertThat(count("instance")).isZero();
        assertThat(count("hold")).isZero();
    }

    private Path model() throws IOException {
        Path model = Files.createDirectories(home.resolve("model"));
        Files.writeString(model.resolve("model.properties"), """
                id=11111111-2222-4333-8444-555555555555
                name=Own
                provider=Test
                language=en
                licence=MIT
                """);
        for (String name : List.of("decoder_model_merged.onnx", "tokens.txt")) {
            Files.writeString(model.resolve(name), "");
        }
        return model;
    }

    private long count(String table) throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:h2:" + home.resolve("data/escriba"), "", "");
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The last record of the log, which names the reason. */
    private static String lastMessage(UberJar jar) throws IOException {
        List<String> lines = new ArrayList<>(jar.log().lines().toList());
        int start = -1;
        for (int i = 0; i < lines.size(); i++) {
            start = lines.get(i).contains("Escriba does not start:") ? i : start;
        }
        assertThat(start).as(jar.log()).isNotNegative();
        List<String> message = lines.subList(start, lines.size());
        assertThat(message).last().isEqualTo("The process ends with exit code 1.");
        return String.join("\n", message);
    }
}
