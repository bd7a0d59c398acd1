package dev.escriba.eval;

import dev.escriba.it.support.Service;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Transcribes with a running service, without model or prompt. */
public final class OverHttp implements Transcriber {

    private final Service service;

    public OverHttp(Service service) {
        this.service = service;
    }

    @Override
    public Transcript transcribe(Path recording) throws IOException {
        HttpResponse<String> response = service.transcribe(Service.Part.file("File", recording));
        if (response.statusCode() != 200) {
            throw new IOException(recording + ": " + response.statusCode() + " " + response.body());
        }
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            JsonObject answer = reader.readObject();
            JsonObject metadata = answer.getJsonObject("metadata");
            return new Transcript(
                    answer.getString("transcript"),
                    metadata.getString("language", ""),
                    duration(metadata.getString("duration")));
        }
    }

    /** Reads a duration in the format of .NET. */
    static Duration duration(String timeSpan) {
        String[] days = timeSpan.contains(".") && timeSpan.indexOf('.') < timeSpan.indexOf(':')
                ? timeSpan.split("\\.", 2)
                : new String[] {"0", timeSpan};
        String[] parts = days[1].split(":", -1);
        return Duration.ofDays(Long.parseLong(days[0]))
                .plusHours(Long.parseLong(parts[0]))
                .plusMinutes(Long.parseLong(parts[1]))
                .plusNanos(new java.math.BigDecimal(parts[2]).movePointRight(9).longValueExact());
    }
}
