package dev.escriba.speech.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sends one request to a server. It neither repeats nor counts it. */
final class UpstreamClient {

    private final Upstream upstream;
    private final Clock clock;
    private final HttpClient http;

    UpstreamClient(Upstream upstream, Clock clock) {
        this(upstream, clock, HttpClient.newBuilder());
    }

    /** @param builder with settings of tests */
    UpstreamClient(Upstream upstream, Clock clock, HttpClient.Builder builder) {
        this.upstream = upstream;
        this.clock = clock;
        // some servers do not know the upgrade to HTTP/2 of a request with a body
        this.http = builder.version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(upstream.connectTimeout())
                .build();
    }

    Upstream upstream() {
        return upstream;
    }

    /** Sends a request, and reads the answer. */
    RemoteTranscript send(RemoteRequest request) throws UpstreamException, InterruptedException {
        MultipartForm form = request.form();
        try (AudioFile.Content content = request.file().open()) {
            return send(form.contentType(), form.body(request.file(), content.publisher()), request.key());
        }
    }

    private RemoteTranscript send(String type, HttpRequest.BodyPublisher body, String key)
            throws UpstreamException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(upstream.endpoint())
                .header("Content-Type", type)
                .header("Accept", "application/json")
                .header("User-Agent", "Escriba")
                // a server that knows this header, as Escriba does, transcribes and charges a repeated request once
                .header("Idempotency-Key", key)
                .timeout(upstream.timeout())
                .POST(body);
        upstream.key().ifPresent(secret -> request.header(upstream.keyHeader(), secret.header(upstream.keyHeader())));
        HttpResponse<byte[]> response = exchange(request.build());
        Optional<Duration> retryAfter = retryAfter(response);
        Fault fault = Fault.ofStatus(response.statusCode(), retryAfter.isPresent());
        if (fault != null) {
            throw new UpstreamException(fault, retryAfter, null);
        }
        return AnswerReader.read(response.body());
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws UpstreamException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, head -> new LimitedBody(upstream.maxResponseBytes()));
        try {
            // the time limit of the request itself ends with the headers of the answer
            return answer.get(upstream.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UpstreamException(Fault.TIMEOUT, Optional.empty(), e);
        } catch (ExecutionException e) {
            Fault fault = fault(e.getCause());
            // the message about an answer that the HTTP client could not read may hold a part of it
            boolean mayQuote = fault == Fault.INVALID || fault == Fault.CUT;
            throw new UpstreamException(fault, Optional.empty(), mayQuote ? null : e.getCause());
        } finally {
            // ends the exchange where it still goes on
            answer.cancel(true);
        }
    }

    private static Fault fault(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LimitedBody.TooLarge) {
                return Fault.TOO_LARGE;
            }
            if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
                return Fault.UNREACHABLE;
            }
            if (cause instanceof HttpTimeoutException || cause instanceof CancellationException) {
                return Fault.TIMEOUT;
            }
            if (cause instanceof SSLException) {
                return Fault.TLS;
            }
        }
        boolean isUnreadable = thrown instanceof IOException broken && broken.getCause() instanceof RuntimeException;
        return thrown instanceof IOException && !isUnreadable ? Fault.CUT : Fault.INVALID;
    }

    /** The time that the answer asks to wait; empty where it names none that can be read. */
    private Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").flatMap(value -> retryAfter(value, clock.instant()));
    }

    static Optional<Duration> retryAfter(String value, Instant now) {
        String text = value.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
