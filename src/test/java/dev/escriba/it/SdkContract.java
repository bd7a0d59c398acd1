package dev.escriba.it;

import static dev.escriba.it.Answer.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.MediaFixture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The hub's published JavaScript client, unmodified, as it comes from its registry. */
interface SdkContract {

    Service service();

    @Test
    default void theHubsClientTranscribes() throws Exception {
        JsonObject result = sdk(service().key(), MediaFixture.ENGLISH, "{}").getJsonObject("result");
        assertThat(words(result.getString("transcript"))).contains("brown fox");
        assertThat(result.getJsonObject("metadata").getString("language")).isEqualTo("en");
    }

    @Test
    default void theHubsClientSeesEveryFieldAtFault() throws Exception {
        String fields = "{\"modelId\":\"no uuid\",\"userIdentifier\":\"" + "u".repeat(257) + "\"}";
        JsonObject error = sdk(service().key(), MediaFixture.ENGLISH, fields).getJsonObject("error");
        assertThat(error.getInt("statusCode")).isEqualTo(400);
        assertThat(error.getString("message")).isEqualTo("The request is not valid.");
        assertThat(error.getJsonObject("errors").keySet()).containsExactlyInAnyOrder("ModelId", "UserIdentifier");
    }

    @Test
    default void theHubsClientSeesThatAFileIsNoMedia() throws Exception {
        Path text = Files.writeString(Files.createTempFile(Path.of("target"), "text", ".wav"), "no media");
        JsonObject error = sdk(service().key(), text, "{}").getJsonObject("error");
        assertThat(error.getInt("statusCode")).isEqualTo(400);
        assertThat(error.getJsonObject("errors").getString("File")).contains("not supported");
    }

    @Test
    default void theHubsClientSeesAWrongKey() throws Exception {
        JsonObject error = sdk("wrong", MediaFixture.ENGLISH, "{}").getJsonObject("error");
        assertThat(error.getInt("statusCode")).isEqualTo(401);
        assertThat(error.getString("message")).isEqualTo("Valid credentials are required.");
    }

    private JsonObject sdk(String key, Path file, String fields) throws IOException, InterruptedException {
        Path home = install();
        String output = run(
                home,
                "node",
                "transcribe.mjs",
                service().base().resolve("/api").toString(),
                key,
                file.toAbsolutePath().toString(),
                fields);
        try (JsonReader reader = Json.createReader(new StringReader(output))) {
            return reader.readObject();
        }
    }

    private static Path install() throws IOException, InterruptedException {
        Path home = Files.createDirectories(Path.of("target/client"));
        for (String file : new String[] {"package.json", "package-lock.json", "transcribe.mjs"}) {
            Files.copy(Path.of("src/test/npm", file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(home.resolve("node_modules/@serenity-star/sdk"))) {
            run(home, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        }
        return home;
    }

    private static String run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
