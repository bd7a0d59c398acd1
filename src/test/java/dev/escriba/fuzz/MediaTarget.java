package dev.escriba.fuzz;

import dev.escriba.it.support.Service;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Transcription of a damaged recording. The answer has to be a transcript or a refusal that names the file. */
final class MediaTarget implements FuzzTarget {

    private static final Pattern REASONS = Pattern.compile(
            "(The (file|audio|sample rate|coding|index|channels|recording)|El (archivo|formato|audio|índice)|La (frecuencia"
                    + "|codificación)) .*");

    private final Service service;
    private final List<byte[]> seeds = MediaSeeds.all();
    private final ByteMutator mutator = new ByteMutator(seeds);

    MediaTarget(Service service) {
        this.service = service;
    }

    @Override
    public byte[] input(Random random) {
        return mutator.mutate(seeds.get(random.nextInt(seeds.size())), random);
    }

    @Override
    public Outcome send(byte[] input) {
        try {
            return sendOnce(input);
        } catch (UncheckedIOException e) {
            return Outcome.wrong("no answer", e.toString());
        }
    }

    private Outcome sendOnce(byte[] input) {
        String culture = input.length % 2 == 0 ? "en" : "es";
        HttpResponse<String> response = service.post(
                "/api/v2/Audio/transcribe?culture=" + culture, Service.Part.bytes("File", "recording.mp3", input));
        String kind = String.valueOf(response.statusCode());
        return switch (response.statusCode()) {
            case 200 -> Outcome.fine(kind);
            case 400 -> refusal(response.body());
            case 503 ->
                response.headers().firstValue("Retry-After").isPresent()
                        ? Outcome.fine(kind)
                        : Outcome.wrong(kind, "no Retry-After");
            default -> Outcome.wrong(kind, response.body());
        };
    }

    private static Outcome refusal(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            JsonObject errors = reader.readObject().getJsonObject("errors");
            String reason = errors.getString("File", "");
            return errors.size() == 1 && REASONS.matcher(reason).matches()
                    ? Outcome.fine("400 " + reason.substring(0, Math.min(reason.length(), 30)))
                    : Outcome.wrong("400", body);
        }
    }
}
