package dev.escriba.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.entity.Culture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Checks of answers. */
public final class Answer {

    private Answer() {}

    /** The tags of the cultures that are offered. */
    public static List<String> cultures() {
        return Arrays.stream(Culture.values()).map(Culture::tag).toList();
    }

    public static JsonObject json(HttpResponse<String> response) {
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    /** Checks the error shape, and that no detail of the implementation leaks. */
    public static JsonObject problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(response.headers().firstValue("Content-Language").orElse("")).isIn(cultures());
        JsonObject problem = json(response);
        assertThat(problem.keySet()).containsExactly("message", "errors");
        assertThat(problem.getString("message")).isNotBlank();
        assertThat(response.body()).doesNotContainPattern("Exception|dev\\.escriba|/tmp|at [a-z]+\\.");
        return problem;
    }

    public static JsonObject errors(HttpResponse<String> response, int status) {
        return problem(response, status).getJsonObject("errors");
    }

    public static JsonObject success(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    /** Lower case, without punctuation and accents, single spaces. */
    public static String words(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }
}
