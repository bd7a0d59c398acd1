package dev.escriba.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Damages a request where HTTP, MIME and the operations themselves have rules. */
final class RequestMutator {

    static final String BOUNDARY = "----fuzz-boundary";

    private static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "PUT",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "PATCH",
            "CONNECT",
            "get",
            "",
            "P\0ST",
            "FOO",
            "A".repeat(5000));
    private static final List<String> PATHS = List.of(
            "/",
            "*",
            "",
            "//",
            "/..",
            "/../../etc/passwd",
            "/api/../WEB-INF/web.xml",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/api/v2/Audio/transcribe/",
            "/api/v2/Audio/transcribe;jsessionid=1",
            "/api/v2//AIModels",
            "/api/v2/AIModels%00",
            "/api/v2/AIModels%zz",
            "/api/v2/Instances/%",
            "/api/v2/Instances/1",
            "/api/v2/Instances/%FF%FE",
            "http://127.0.0.1/api/v2/AIModels",
            "/api/v2/\u00E9",
            "/" + "a/".repeat(5000),
            "/error",
            "/metrics",
            "/health",
            "/openapi?format=x",
            "/api/application.wadl",
            "/api/v2/Billing/usage",
            "/asadmin",
            "/favicon.ico");
    private static final List<String> HEADERS = List.of(
            "Accept",
            "Accept-Language",
            "Accept-Encoding",
            "Accept-Charset",
            "Content-Type",
            "Content-Encoding",
            "Content-Length",
            "Transfer-Encoding",
            "Expect",
            "Range",
            "If-None-Match",
            "If-Modified-Since",
            "Host",
            "Cookie",
            "Authorization",
            "X-API-KEY",
            "Idempotency-Key",
            "Origin",
            "X-Forwarded-For",
            "Forwarded",
            "Upgrade",
            "Connection",
            "TE",
            "Trailer",
            "X-HTTP-Method-Override",
            "Content-Disposition",
            "Date",
            "Access-Control-Request-Method",
            "a b",
            "",
            "\u00E9");
    private static final List<String> VERSIONS =
            List.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "", "HTTP/1.1 x", "http/1.1", "HTTP/", "FTP/1.1");
    private static final List<String> LENGTHS = List.of(
            "0",
            "1",
            "-1",
            "99999999999",
            "9223372036854775808",
            "abc",
            "+5",
            "5, 5",
            "",
            "0x10",
            "1\r\nContent-Length: 2");
    private static final List<String> SIZES = List.of(
            "0", "-1", "FFFFFFFF", "FFFFFFFFFFFFFFFFF", "xyz", "", "5;a=b", "5 ", "1\n", "00000000000000000000005");
    private static final List<String> PARAMETERS = List.of(
            "culture",
            "limit",
            "from",
            "to",
            "after",
            "state",
            "model",
            "channel",
            "userIdentifier",
            "groupBy",
            "instanceId",
            "",
            "File");
    private static final List<String> MIME = List.of(
            "Content-Transfer-Encoding: base64",
            "Content-Transfer-Encoding: quoted-printable",
            "Content-Type: multipart/mixed; boundary=y",
            "Content-Type: text/plain; charset=UTF-16",
            "Content-Type: text/plain; charset=nonsense",
            "Content-Disposition: attachment",
            "Content-Disposition: form-data; name=\"File\"; filename*=UTF-8''%FF",
            "Content-Disposition:",
            " folded",
            "no colon",
            "Content-Length: 999",
            "X: " + "y".repeat(9000));
    private static final List<String> ODD = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "\u00E9",
            "\u00C3(",
            "\u00FF\u00FE",
            "\u00F0\u009F\u0098\u0080",
            "\u00E2\u0080\u00AE",
            "%00",
            "%",
            "%ZZ",
            "%C3%28",
            "..%2f..",
            "${jndi:ldap://127.0.0.1/x}",
            "' or 1=1 --",
            "<script>",
            "x".repeat(300),
            "x".repeat(9000),
            "x".repeat(70_000),
            "-1",
            "0",
            "1",
            "9223372036854775808",
            "1e999",
            "NaN",
            "null",
            "true",
            ";;;",
            ",,,",
            "\"",
            "\\",
            "\t",
            "\r",
            "\n",
            "a=b; c=\"d",
            "text/html",
            "*/*;q=2",
            "application/json;q=-1",
            "*",
            "/",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"",
            "multipart/form-data; boundary=" + "b".repeat(300),
            "application/json; charset=nonsense",
            "application/json; charset=UTF-16",
            "100-continue",
            "gzip",
            "chunked",
            "chunked, chunked",
            "identity",
            "gzip, chunked",
            "bytes=0-",
            "Basic Og==",
            "Basic %",
            "Bearer a.b.c",
            "2026-13-45T99:99:99Z",
            "-999999999-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59Z",
            "2026-01-01",
            "es-ES",
            "xx-YY-zz",
            "es;q=abc",
            "en,".repeat(500),
            "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00",
            "h2c",
            "websocket",
            "SUCCEEDED",
            "day",
            "99e337eb-96a1-4827-999c-fad47cf1c68d");

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
            case 0, 1 -> request.headers.add(one(HEADERS, random) + ": " + one(ODD, random));
            case 2 -> replaceValue(request, header, one(ODD, random));
            case 3 -> remove(request, header);
            case 4 -> request.headers.addAll(List.copyOf(request.headers));
            case 5 -> request.method = one(METHODS, random);
            case 6 -> request.path = one(PATHS, random);
            case 7 ->
                request.path +=
                        (request.path.contains("?") ? "&" : "?") + one(PARAMETERS, random) + "=" + one(ODD, random);
            case 8 -> request.version = one(VERSIONS, random);
            case 9 -> request.contentLength = one(LENGTHS, random);
            case 10 -> request.chunks.add(0, one(SIZES, random));
            case 11 -> request.lineEnd = random.nextBoolean() ? "\n" : "\r";
            case 12 -> inBody(request, "Content-Disposition", one(MIME, random) + "\r\nContent-Disposition", random);
            case 13 -> inBody(request, "form-data; name=\"", "form-data; name=\"" + one(ODD, random), random);
            case 14 -> inBody(request, BOUNDARY, one(ODD, random), random);
            case 15 -> inBody(request, "\r\n\r\n", "\r\n\r\n" + one(ODD, random), random);
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

    /** The length goes with it, mostly. */
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
