package dev.escriba.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * People use the console of the uber-jar with a browser. {@code -Describa.console.shots=directory} has each page that
 * is checked photographed there.
 */
class ConsoleIT {

    private static final String PRICED = "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00";
    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final Path HOME = Path.of("target/it/console").toAbsolutePath();
    private static final String CORRECTION = "The quick brown fox jumps over a lazy cat.";

    private static UberJar jar;
    private static String chromium;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.required();
        assumeTrue(Files.exists(Path.of("target/console/dist/index.html")), "the build left the console out");
        Files.createDirectories(HOME);
        jar = UberJar.start(
                HOME,
                "server.log",
                "-Describa.security.bootstrap-key=" + KEY,
                "-Describa.models.prices." + PRICED + ".per-minute=0.006");
        Answer.json(administrator()
                .send(administrator()
                        .request("/api/v2/Billing/credits")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "money-for-the-console")
                        .POST(BodyPublishers.ofString("{\"amount\":25,\"reason\":\"Invoice 2026-0042\"}"))));
    }

    @AfterAll
    static void stop() {
        if (jar != null) {
            jar.close();
        }
    }

    /** The aim is a minute; the machine of the test may be busy. */
    @ParameterizedTest
    @CsvSource({"en, light, 1280", "es, dark, 390"})
    void aPersonTranscribesHearsCorrectsAndDownloads(String language, String theme, int width) throws Exception {
        JsonObject seen = run(
                "person",
                config(language, theme, width)
                        .add("file", MediaFixture.ENGLISH.toAbsolutePath().toString())
                        .add("correction", CORRECTION));
        assertThat(seen.getBoolean("heard")).isTrue();
        assertThat(seen.getBoolean("doubts"))
                .as("the way to the doubtful words, of which there are %d", seen.getInt("marks"))
                .isEqualTo(seen.getInt("marks") > 0);
        assertThat(seen.getJsonArray("transcript").getString(0)).contains("quick brown");
        assertThat(seen.getString("subtitles").replace("\n", " ")).contains("a lazy cat");
        assertThat(seen.getString("fileName")).isEqualTo("en-fox.srt");
        assertThat(seen.getJsonNumber("seconds").doubleValue()).isLessThan(60);
        isClean(seen);
    }

    @ParameterizedTest
    @CsvSource({"en, light, 1280", "en, dark, 1280", "es, light, 390", "es, dark, 320"})
    void everyPageIsAccessibleAndStaysAtHome(String language, String theme, int width) throws Exception {
        String instance = transcribed();
        JsonObject seen = run(
                "pages",
                config(language, theme, width)
                        .add(
                                "places",
                                Json.createArrayBuilder(List.of(
                                        "transcribe",
                                        "history",
                                        "usage",
                                        "billing",
                                        "keys",
                                        "accounts",
                                        "models",
                                        "audit",
                                        "system",
                                        "api")))
                        .add("instance", instance)
                        .add("file", MediaFixture.ENGLISH.toAbsolutePath().toString())
                        .add("other", MediaFixture.SPANISH.toAbsolutePath().toString()));
        assertThat(seen.getString("lang")).isEqualTo(language);
        assertThat(seen.getBoolean("mismatch")).as("another file is refused").isTrue();
        assertThat(seen.getBoolean("matched")).as("the own file is recognised").isTrue();
        isClean(seen);
    }

    /** Dialogs, menus, details and failures are shown while the pages are checked. */
    @ParameterizedTest
    @CsvSource({"en, light, 1280", "en, dark, 1280", "es, light, 390", "es, dark, 390"})
    void whatIsOpenedIsAccessibleAndWhatOthersChangeIsKept(String language, String theme, int width) throws Exception {
        JsonObject reading = run(
                "openedReading",
                config(language, theme, width).add("seconds", 300).add("instance", transcribed()));
        assertThat(reading.getInt("notUndone"))
                .as("a correction of another person is not undone unseen")
                .isEqualTo(1);
        assertThat(reading.getString("kept")).isEqualTo("typed by the first again");
        isClean(reading);
        JsonObject administration =
                run("openedAdministration", config(language, theme, width).add("seconds", 300));
        assertThat(administration.getInt("settings")).isGreaterThan(60);
        isClean(administration);
    }

    @ParameterizedTest
    @CsvSource({"en, light, 1280", "es, dark, 390"})
    void aRecordingIsFoundByItsTextAndByItsRequest(String language, String theme, int width) throws Exception {
        String instance = transcribed();
        String words = "found in " + UUID.randomUUID();
        Answer.json(administrator()
                .send(administrator()
                        .request("/api/v2/Instances/" + instance + "/transcript/segments/0")
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"text\":\"" + words + "\"}"))));
        JsonObject seen = run(
                "find", config(language, theme, width).add("instance", instance).add("text", words));
        assertThat(seen.getInt("rows")).isEqualTo(1);
        assertThat(seen.getJsonArray("lit").getString(0)).isEqualTo(words);
        assertThat(seen.getInt("byRequest")).isEqualTo(1);
        isClean(seen);
    }

    @Test
    void aServiceThatGoesAwayAndComesBackLosesNothing() throws Exception {
        JsonObject seen = run(
                "away",
                config("es", "light", 1280)
                        .add("wire", true)
                        .add("instance", transcribed())
                        .add("file", MediaFixture.ENGLISH.toAbsolutePath().toString()));
        assertThat(seen.getString("kept")).isEqualTo("typed while the service was away");
        assertThat(seen.getString("again")).isEqualTo("typed while the service was away");
        assertThat(seen.getString("cut")).contains("No se puede contactar con el servicio");
        isClean(seen);
    }

    private static String transcribed() throws Exception {
        return Answer.success(administrator().transcribe(Service.Part.file("File", MediaFixture.ENGLISH)))
                .getString("instanceId");
    }

    @ParameterizedTest
    @CsvSource({
        "transcribe, Transcribe History Billing Models API",
        "instances:read, History Models API",
        "usage:read, Usage Billing Models API",
        "models:write, Models API",
        "admin, Transcribe History Usage Billing Keys Accounts Models Audit log System API"
    })
    void aCallerSeesThePagesOfItsRoles(String scope, String pages) throws Exception {
        String account = Administration.account(administrator(), "console " + UUID.randomUUID());
        JsonObject seen = run(
                "pages",
                config("en", "light", 1280)
                        .add(
                                "key",
                                Administration.key(administrator(), account, scope)
                                        .key())
                        .add("places", Json.createArrayBuilder()));
        assertThat(seen.getJsonArray("links").getValuesAs(JsonString::getString).stream()
                        .collect(Collectors.joining(" ")))
                .isEqualTo(pages);
        isClean(seen);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.it.support.Answer#cultures")
    void theMicrophoneIsRecorded(String language) throws Exception {
        JsonObject seen = run("microphone", config(language, "light", 1280));
        assertThat(seen.getBoolean("recorded")).isTrue();
        isClean(seen);
    }

    @Test
    void whatGoesWrongIsSaid() throws Exception {
        Path large = HOME.resolve("large.wav");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((25L << 20) + 1);
        }
        JsonObject seen = run(
                "sad",
                config("es", "light", 1280)
                        .add("file", MediaFixture.ENGLISH.toAbsolutePath().toString())
                        .add(
                                "files",
                                Json.createObjectBuilder()
                                        .add("large", large.toString())
                                        .add(
                                                "silent",
                                                MediaFixture.videoWithoutAudio()
                                                        .toAbsolutePath()
                                                        .toString())));
        Files.delete(large);
        JsonObject reasons = seen.getJsonObject("reasons");
        assertThat(reasons.getString("large")).contains("25 MB");
        assertThat(reasons.getString("silent")).contains("pista de audio");
        assertThat(reasons.getString("cut")).contains("No se puede contactar con el servicio");
        assertThat(seen.getBoolean("again")).isTrue();
        isClean(seen);
    }

    @Test
    void anEmptyBalanceIsSaid() throws Exception {
        String account = Administration.account(administrator(), "poor " + UUID.randomUUID());
        JsonObject seen = run(
                "sad",
                config("en", "light", 1280)
                        .add(
                                "key",
                                Administration.key(administrator(), account, "transcribe")
                                        .key())
                        .add("stop", true)
                        .add("file", MediaFixture.ENGLISH.toAbsolutePath().toString())
                        .add(
                                "files",
                                Json.createObjectBuilder()
                                        .add(
                                                "poor",
                                                MediaFixture.ENGLISH
                                                        .toAbsolutePath()
                                                        .toString())));
        assertThat(seen.getJsonObject("reasons").getString("poor")).contains("balance");
        isClean(seen);
    }

    @ParameterizedTest
    @CsvSource({"en, light, 1280, 0.005", "es, dark, 390, '0,007'"})
    void anAdministratorChangesAModelThatAnotherOneChanges(String language, String theme, int width, String price)
            throws Exception {
        String name = "Renamed " + UUID.randomUUID();
        JsonObject seen = run(
                "models",
                config(language, theme, width)
                        .add("model", PRICED)
                        .add("name", name)
                        .add("price", price));
        assertThat(seen.getInt("changed")).isEqualTo(200);
        assertThat(seen.getString("conflict")).contains(name).contains("1800");
        assertThat(seen.getString("typed")).as("what was typed stays").isEqualTo("3600");
        assertThat(seen.getString("taken")).as("what was not touched is new").isEqualTo(name);
        JsonObject stored = seen.getJsonObject("stored");
        assertThat(stored.getString("name")).isEqualTo(name);
        assertThat(stored.getJsonObject("limits").getInt("maxAudioSeconds")).isEqualTo(3600);
        assertThat(stored.getJsonObject("price").getJsonNumber("perMinute").bigDecimalValue())
                .isEqualByComparingTo(price.replace(',', '.'));
        assertThat(seen.getString("refused")).isNotEmpty();
        isClean(seen);
        reset(PRICED);
    }

    /** The other tests of this class find the model as it was. */
    private static void reset(String model) throws Exception {
        String path = "/api/v2/AIModels/" + model;
        Answer.json(administrator()
                .send(administrator()
                        .request(path)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")
                        .PUT(BodyPublishers.ofString("{\"name\":\"Escriba (language detection)\","
                                + "\"provider\":\"Escriba\",\"languages\":[\"en\",\"es\"],\"isDefault\":true,"
                                + "\"licence\":\"MIT, Moonshine AI Community License\","
                                + "\"price\":{\"perMinute\":0.006}}"))));
    }

    @ParameterizedTest
    @CsvSource({"en, light, 1280", "es, dark, 390"})
    void anAdministratorLooksAfterAnotherAccount(String language, String theme, int width) throws Exception {
        String name = "Clínica universitaria del Norte y de la costa " + UUID.randomUUID();
        String account = Administration.account(administrator(), name);
        credit(account);
        String key = "Dictation of the wards " + UUID.randomUUID();
        JsonObject made = Administration.key(
                administrator(), Administration.request(account, "transcribe").add("name", key));
        Service owner = new Service(administrator().base(), made.getString("key"));
        String instance = Answer.success(owner.transcribe(Service.Part.file("File", MediaFixture.ENGLISH)))
                .getString("instanceId");
        JsonObject seen = run(
                "otherAccount",
                config(language, theme, width)
                        .add("seconds", 300)
                        .add("account", account)
                        .add("name", name)
                        .add("instance", instance));
        assertThat(strings(seen, "chosen")).hasSize(5).containsOnly(name);
        assertThat(seen.getString("balance")).startsWith(language.equals("es") ? "0,9" : "$0.9");
        assertThat(seen.getString("creditTitle")).contains(name);
        assertThat(seen.getJsonObject("groups").getJsonArray("model").getString(0))
                .contains("Escriba");
        assertThat(seen.getJsonObject("groups").getJsonArray("key").getString(0))
                .contains(key)
                .contains(made.getString("id").substring(0, 8));
        assertThat(seen.getString("csv")).contains(key);
        assertThat(seen.getInt("recordings")).isEqualTo(1);
        assertThat(seen.getInt("changes"))
                .as("what another account has is not changed")
                .isZero();
        String release =
                ConsoleTexts.config(language).build().getJsonObject("texts").getString("ledger.release");
        assertThat(strings(seen, "ledger")).contains(release);
        assertThat(strings(seen, "failedLedger")).contains(release);
        assertThat(seen.getString("owner")).isEqualTo(name);
        assertThat(seen.getString("newOwner")).isEqualTo(name);
        assertThat(seen.getString("madeFor")).isEqualTo(account);
        assertThat(strings(seen, "owners")).containsExactly(name);
        assertThat(strings(seen, "allOwners")).hasSizeGreaterThan(1).contains(name);
        assertThat(seen.getInt("disabled")).isEqualTo(403);
        assertThat(seen.getInt("enabled")).isEqualTo(200);
        isClean(seen);
    }

    @ParameterizedTest
    @CsvSource({"en, light, 1280", "es, dark, 390"})
    void usageOfYearsIsShownByMonths(String language, String theme, int width) throws Exception {
        JsonObject seen = run("longUsage", config(language, theme, width));
        // 1,100 days are in 36 months or 37
        assertThat(seen.getString("months")).containsPattern("3[67]");
        isClean(seen);
    }

    /** The code is run in its languages, with a name and a prompt that each of them could misunderstand. */
    @Test
    void theShownCodeDoesWhatThePageDoes() throws Exception {
        Path directory = Files.createDirectories(HOME.resolve("code"));
        Path file = directory.resolve("a;b,\"c\" \\d 'e' $HOME.mp3");
        Files.copy(MediaFixture.ENGLISH, file, StandardCopyOption.REPLACE_EXISTING);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        JsonObject seen = run(
                "code",
                config("en", "light", 1280)
                        .add("file", file.toString())
                        .add("directory", directory.toString())
                        .add("prompt", "\"O'Hara\"; C:\\u0041,\n$HOME @x <y")
                        .add(
                                "languages",
                                Json.createObjectBuilder()
                                        .add("curl", language("", "CODE", "sh", "-c"))
                                        .add("JavaScript", language("call.mjs", "CODE", "node"))
                                        .add(
                                                "Java",
                                                language(
                                                        "Call.java",
                                                        "class Call { public static void main(String[] arguments)"
                                                                + " throws Exception { CODE } }",
                                                        java))));
        JsonObject printed = seen.getJsonObject("printed");
        assertThat(printed).hasSize(3);
        printed.forEach((language, text) ->
                assertThat(((JsonString) text).getString()).as(language).contains("quick brown"));
        isClean(seen);
    }

    private static JsonObjectBuilder language(String file, String around, String... command) {
        return Json.createObjectBuilder()
                .add("file", file)
                .add("around", around)
                .add("command", Json.createArrayBuilder(List.of(command)));
    }

    @ParameterizedTest
    @CsvSource({"en, light, 1280", "es, dark, 390"})
    void aQueuedRunTellsHowFarItIsAndSurvivesThePage(String language, String theme, int width) throws Exception {
        Path file = MediaFixture.make(
                "console-long.wav",
                "-stream_loop",
                "40",
                "-i",
                MediaFixture.ENGLISH.toAbsolutePath().toString(),
                "-ar",
                "16000",
                "-ac",
                "1");
        Path home = Files.createDirectories(HOME.resolve("queue-" + language));
        try (UberJar queue = UberJar.start(
                home, "server.log", "-Describa.security.bootstrap-key=" + KEY, "-Describa.queue.enabled=true")) {
            JsonObject seen = run(
                    queue,
                    "queued",
                    config(language, theme, width)
                            .add("seconds", 300)
                            .add("long", file.toAbsolutePath().toString())
                            .add("file", MediaFixture.ENGLISH.toAbsolutePath().toString()));
            assertThat(seen.getJsonNumber("value").doubleValue()).isStrictlyBetween(0.0, 1.0);
            assertThat(seen.getString("cancelled")).isEqualTo("CANCELLED");
            assertThat(seen.getInt("words")).as("words with times").isGreaterThan(5);
            assertThat(seen.getString("survived")).isEqualTo("SUCCEEDED");
            assertThat(seen).as("the page asks for nothing when it is closed").doesNotContainKey("asked");
            isClean(seen);
        }
    }

    /** A key for transcribing alone reads the executions of its own: the page says so, and keeps what is typed. */
    @ParameterizedTest
    @CsvSource({"admin, false", "transcribe, true"})
    void aKeyThatIsRevokedInTheMiddleLosesNothing(String scope, boolean refused) throws Exception {
        String account = Administration.account(administrator(), "revoked " + UUID.randomUUID());
        credit(account);
        JsonObject first = Administration.key(administrator(), Administration.request(account, "transcribe"));
        String next = Administration.key(administrator(), account, scope).key();
        JsonObject seen = run(
                "revoked",
                config("en", "light", 1280)
                        .add("key", first.getString("key"))
                        .add("keyId", first.getString("id"))
                        .add("administrator", KEY)
                        .add("nextKey", next)
                        .add("refused", refused)
                        .add("file", MediaFixture.ENGLISH.toAbsolutePath().toString()));
        assertThat(seen.getString("kept")).contains("typed before the key was revoked");
        if (refused) {
            assertThat(seen.getString("reason")).contains("There is no such execution");
        }
        isClean(seen);
    }

    private static void credit(String account) {
        Answer.json(administrator()
                .send(administrator()
                        .request("/api/v2/Billing/credits")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", account)
                        .POST(BodyPublishers.ofString(
                                "{\"amount\":1,\"reason\":\"test\",\"accountId\":\"" + account + "\"}"))));
    }

    private static List<String> strings(JsonObject seen, String name) {
        return seen.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    private static Service administrator() {
        return jar.service(KEY);
    }

    private static void isClean(JsonObject seen) {
        for (String list : List.of("left", "errors", "violations", "overflow")) {
            assertThat(seen.getJsonArray(list)).as(list).isEmpty();
        }
    }

    private static JsonObject run(String scenario, JsonObjectBuilder config) throws Exception {
        return run(jar, scenario, config);
    }

    private static JsonObject run(UberJar jar, String scenario, JsonObjectBuilder config) throws Exception {
        return Node.run(
                "console.mjs",
                chromium,
                jar.service(KEY).base().toString(),
                scenario,
                config.build().toString());
    }

    private static JsonObjectBuilder config(String language, String theme, int width) throws IOException {
        JsonObjectBuilder config = ConsoleTexts.config(language)
                .add("key", KEY)
                .add("theme", theme)
                .add("width", width);
        String shots = System.getProperty("escriba.console.shots");
        return shots == null
                ? config
                : config.add("shots", Path.of(shots).toAbsolutePath().toString());
    }
}
