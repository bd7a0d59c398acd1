package dev.escriba.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Damages a request at places where HTTP, MIME and the operations have rules. */
final class RequestMutator {

    static final String BOUNDARY = "----fuzz-boundary";

    private final ByteMutator bytes = new ByteMutator(List.of(BOUNDARY.getBytes(StandardCharsets.US_ASCII)));

    byte[] mutate(RawRequest request, Random random) {
        int steps = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < steps; i++) {
            step(request, random);
        }
        byte[] rendered = request.bytes();
        return random.nextInt(6) == 0 ? bytes.mutate(rendered, random) : rendered;
    }

    private void step(RawRequest request, Random random) {
        int header = request.headers.isEmpty() ? -1 : random.nextInt(request.headers.size());
        switch (random.nextInt(17)) {
            case 0, 1 -> request.headers.add(one(RequestWords.HEADERS, random) + ": " + one(RequestWords.ODD, random));
            case 2 -> replaceValue(request, header, one(RequestWords.ODD, random));
            case 3 -> remove(request, header);
            case 4 -> request.headers.addAll(List.copyOf(request.headers));
            case 5 -> request.method = one(RequestWords.METHODS, random);
            case 6 -> request.path = one(RequestWords.PATHS, random);
            case 7 ->
                request.path += (request.path.contains("?") ? "&" : "?") + one(RequestWords.PARAMETERS, random) + "="
                        + one(RequestWords.ODD, random);
            case 8 -> request.version = one(RequestWords.VERSIONS, random);
            case 9 -> request.contentLength = one(RequestWords.LENGTHS, random);
            case 10 -> request.chunks.add(0, one(RequestWords.SIZES, random));
            case 11 -> request.lineEnd = random.nextBoolean() ? "\n" : "\r";
            case 12 ->
                inBody(
                        request,
                        "Content-Disposition",
                        one(RequestWords.MIME, random) + "\r\nContent-Disposition",
                        random);
            case 13 ->
                inBody(request, "form-data; name=\"", "form-data; name=\"" + one(RequestWords.ODD, random), random);
            case 14 -> inBody(request, BOUNDARY, one(RequestWords.ODD, random), random);
            case 15 -> inBody(request, "\r\n\r\n", "\r\n\r\n" + one(RequestWords.ODD, random), random);
            default -> request.body = damaged(request.body, random);
        }
    }

    private String damaged(String body, Random random) {
        byte[] damaged = bytes.mutate(body.getBytes(StandardCharsets.ISO_8859_1), random);
        return new String(damaged, StandardCharsets.ISO_8859_1);
    }

    private static void replaceValue(RawRequest request, int header, String value) {
        if (header >= 0) {
            request.headers.set(header, request.headers.get(header).replaceFirst(":.*", ":") + value);
        }
    }

    private static void remove(RawRequest request, int header) {
        if (header >= 0) {
            request.headers.remove(header);
        }
    }

    /** Mostly corrects the Content-Length too. */
    private static void inBody(RawRequest request, String what, String by, Random random) {
        int at = request.body.indexOf(what);
        if (at >= 0) {
            request.body = request.body.substring(0, at) + by + request.body.substring(at + what.length());
            if (request.contentLength != null && random.nextInt(4) > 0) {
                request.contentLength = String.valueOf(request.body.length());
            }
            if (request.chunks.size() == 1) {
                request.chunks.set(0, Integer.toHexString(request.body.length()));
            }
        }
    }

    private static String one(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
