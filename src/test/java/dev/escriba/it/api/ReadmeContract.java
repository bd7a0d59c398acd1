package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import dev.escriba.it.support.Service.Part;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sample in README.md is what the service answers. Only the id of the instance differs. */
interface ReadmeContract {

    Pattern CURL = Pattern.compile(
            "curl -H \"X-API-KEY: \\$KEY\" -F (?<part>\\w+)=@(?<file>\\S+) http://localhost:8080(?<path>/\\S+)");
    Pattern SAMPLE = Pattern.compile("```json\\n(?<json>.*?)```", Pattern.DOTALL);

    Service service();

    @Test
    default void theSampleOfTheReadmeIsTheAnswer() throws IOException {
        String readme = Files.readString(Path.of("README.md"), UTF_8);
        MatchResult curl = first(CURL, readme);
        JsonObject sample = json(first(SAMPLE, readme).group(1));
        Part recording = Part.file(curl.group(1), Path.of(curl.group(2)));
        JsonObject answer = success(service().post(curl.group(3), recording));
        assertThat(answer.keySet()).containsExactlyElementsOf(sample.keySet());
        sample.forEach((name, value) -> {
            if (name.equals("instanceId")) {
                assertThat(answer.getString(name))
                        .hasSameSizeAs(sample.getString(name))
                        .isNotEqualTo(sample.getString(name));
            } else {
                assertThat(answer.get(name)).as(name).isEqualTo(value);
                assertThat(names(answer.get(name))).as(name).isEqualTo(names(value));
            }
        });
    }

    /** Names of an object's fields in their order; nothing for another value. */
    private static String names(JsonValue value) {
        return value instanceof JsonObject object ? String.join(" ", object.keySet()) : "";
    }

    private static MatchResult first(Pattern pattern, String readme) {
        return pattern.matcher(readme)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("README.md has no match of " + pattern));
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
