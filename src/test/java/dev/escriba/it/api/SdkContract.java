package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The hub's published JavaScript client, without changes, from the npm registry. */
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
        return Node.run(
                "transcribe.mjs",
                service().base().resolve("/api").toString(),
                key,
                file.toAbsolutePath().toString(),
                fields);
    }
}
