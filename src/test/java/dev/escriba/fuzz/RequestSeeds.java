package dev.escriba.fuzz;

import dev.escriba.it.support.Service;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Valid requests to every operation. */
final class RequestSeeds {

    private static final String[] READS = {
        "/api/v2/AIModels",
        "/api/v2/Instances?limit=2&state=SUCCEEDED&userIdentifier=ana&channel=phone",
        "/api/v2/Instances?text=quick%20brown&requestId=abc&limit=2",
        "/api/v2/Instances?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z",
        "/api/v2/Instances/99e337eb-96a1-4827-999c-fad47cf1c68d",
        "/api/v2/Billing/balance",
        "/api/v2/Billing/ledger?limit=2&from=2026-01-01T00:00:00Z",
        "/api/v2/Billing/prices",
        "/api/v2/Billing/usage?groupBy=model&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z",
        "/health/live",
        "/openapi",
        "/nothing"
    };

    private final String host;
    private final String key;

    RequestSeeds(Service service) {
        host = service.base().getAuthority();
        key = service.key();
    }

    RawRequest any(Random random) {
        RawRequest request = some(random);
        request.headers.add("Host: " + host);
        request.headers.add("X-API-KEY: " + key);
        request.headers.add("Connection: close");
        return request;
    }

    private RawRequest some(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> transcription(random).body(form(random));
            case 4, 5 -> transcription(random).chunked(form(random));
            case 6 ->
                new RawRequest("POST", "/api/v2/Billing/credits", "Content-Type: application/json")
                        .body("{\"amount\":0.01,\"reason\":\"fuzz\"}");
            case 7 -> new RawRequest("DELETE", "/api/v2/Instances/99e337eb-96a1-4827-999c-fad47cf1c68d/transcript");
            default -> new RawRequest("GET", READS[random.nextInt(READS.length)], "Accept: application/json");
        };
    }

    private static RawRequest transcription(Random random) {
        return new RawRequest(
                "POST",
                "/api/v2/Audio/transcribe" + (random.nextBoolean() ? "?culture=es" : ""),
                "Content-Type: multipart/form-data; boundary=" + RequestMutator.BOUNDARY,
                "Idempotency-Key: " + Long.toHexString(random.nextLong()));
    }

    private static String form(Random random) {
        StringBuilder form = new StringBuilder();
        for (String[] field : new String[][] {
            {"ModelId", "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00"},
            {"Prompt", "Escriba"},
            {"UserIdentifier", "ana"},
            {"Channel", "phone"}
        }) {
            if (random.nextInt(3) == 0) {
                form.append(part("form-data; name=\"" + field[0] + "\""))
                        .append(field[1])
                        .append("\r\n");
            }
        }
        form.append(part("form-data; name=\"File\"; filename=\"a.wav\"\r\nContent-Type: audio/wav"));
        return form.append(wav())
                .append("\r\n--" + RequestMutator.BOUNDARY + "--\r\n")
                .toString();
    }

    private static String part(String disposition) {
        return "--" + RequestMutator.BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n";
    }

    /** A recording of 50 ms. */
    private static String wav() {
        byte[] header = {
            'R',
            'I',
            'F',
            'F',
            100,
            6,
            0,
            0,
            'W',
            'A',
            'V',
            'E',
            'f',
            'm',
            't',
            ' ',
            16,
            0,
            0,
            0,
            1,
            0,
            1,
            0,
            (byte) 0x80,
            0x3E,
            0,
            0,
            0,
            0x7D,
            0,
            0,
            2,
            0,
            16,
            0,
            'd',
            'a',
            't',
            'a',
            64,
            6,
            0,
            0
        };
        return new String(header, StandardCharsets.ISO_8859_1) + "\0".repeat(1600);
    }
}
