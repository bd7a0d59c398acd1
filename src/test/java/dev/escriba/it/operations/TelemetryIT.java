package dev.escriba.it.operations;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Prometheus;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.SpanReceiver;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The telemetry of the uber-jar: its log, its spans, and a real Prometheus, if one is installed. */
class TelemetryIT {

    private static final String OWN_KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final Path HOME = Path.of("target/it/telemetry").toAbsolutePath();

    /** Metrics of servers that the service calls. It calls none here. */
    private static final Pattern OF_OTHERS = Pattern.compile("escriba_(remote_|fallbacks_|webhook_attempt_)");

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static SpanReceiver spans;
    private static UberJar jar;
    private static Service service;

    @BeforeAll
    static void start() throws Exception {
        spans = new SpanReceiver();
        jar = UberJar.start(
                Files.createDirectories(HOME),
                "server.log",
                "-Xmx1g",
                "-Describa.security.bootstrap-key=" + OWN_KEY,
                "-Describa.telemetry.metrics-open=true",
                "-Dotel.sdk.disabled=false",
                "-Dotel.service.name=escriba",
                "-Dotel.traces.exporter=otlp",
                "-Dotel.exporter.otlp.endpoint=" + spans.endpoint(),
                "-Dotel.exporter.otlp.protocol=http/protobuf",
                "-Dotel.bsp.schedule.delay=200");
        service = jar.service(OWN_KEY);
    }

    @AfterAll
    static void stop() {
        if (jar != null) {
            jar.close();
        }
        spans.close();
    }

    @Test
    void aRunLeavesALogLineAndSpansUnderTheInstanceOfItsAnswer() throws Exception {
        JsonObject answer = Answer.success(service.send(service.request("/api/v2/Audio/transcribe")
                .header("X-Request-Id", "run-of-the-test")
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .header("Content-Type", Service.contentType())
                .POST(Service.body(file("File", MediaFixture.ENGLISH)))));
        String instance = answer.getString("instanceId");
        String line = jar.log()
                .lines()
                .filter(some -> some.contains("run outcome=succeeded") && some.contains(instance))
                .findFirst()
                .orElseThrow();
        assertThat(line)
                .contains("language=en", "audio=3.125", "request=run-of-the-test")
                .containsPattern(
                        "probe=[0-9.]+ .*wait=[0-9.]+ decode=[0-9.]+ recognise=[0-9.]+ settle=[0-9.]+ total=[0-9.]+")
                .doesNotContain("fox");

        for (String step : List.of("probe", "hold", "wait", "decode", "recognise", "settle", "run")) {
            Await.until("span " + step, Duration.ofSeconds(20), () -> spans.has("escriba." + step));
        }
        Await.until("span of the instance", Duration.ofSeconds(20), () -> spans.has(instance));
        // the seven spans above; spans of other requests may be among them
        Await.until("spans of the caller's trace", Duration.ofSeconds(20), () -> spans.ofTrace(TRACE) >= 7);
        assertThat(spans.has("fox")).as("a transcript").isFalse();
    }

    @Test
    void aRefusedRequestLeavesALogLineWithItsIdAndNothingThatWasSent() throws Exception {
        service.send(HttpRequest.newBuilder(service.base().resolve("/api/v2/Me?secret=in-a-query"))
                .header("X-API-KEY", "not-the-right-one")
                .header("X-Request-Id", "refused-by-the-test"));
        Await.until("log line", Duration.ofSeconds(5), () -> jar.log().contains("request=refused-by-the-test"));
        assertThat(jar.log())
                .containsPattern("refused status=401 kind=problem.401 method=GET .*request=refused-by-the-test")
                .doesNotContain("in-a-query", "not-the-right-one");
    }

    @Test
    void theTypesOfHealthTellWhatTheyMean() {
        assertThat(service.get("/health/started").body()).contains("\"models\"");
        assertThat(service.get("/health/live").body()).contains("\"process\"");
        assertThat(service.get("/health/ready").body())
                .contains("\"speech\"", "\"books\"", "\"database\"", "\"draining\"");
        for (String type : List.of("started", "live", "ready")) {
            assertThat(service.get("/health/" + type).statusCode()).as(type).isEqualTo(200);
        }
    }

    @Test
    void metricsAreOpenWhereTheOperatorSaysSoAndNothingElseIs() {
        assertThat(service.send(HttpRequest.newBuilder(service.base().resolve("/metrics")))
                        .statusCode())
                .isEqualTo(200);
        Answer.problem(
                service.send(HttpRequest.newBuilder(service.base().resolve("/metrics"))
                        .header("X-API-KEY", "not-the-right-one")),
                401);
        Answer.problem(service.send(HttpRequest.newBuilder(service.base().resolve("/api/v2/Me"))), 401);
    }

    @Test
    void prometheusReadsItAndTheDashboardHasData() throws Exception {
        Assumptions.assumeTrue(Prometheus.isInstalled(), "Prometheus is not installed");
        Path nothing = Files.writeString(HOME.resolve("nothing"), "");
        assertThat(Prometheus.check(nothing, "rules", "server-config/monitoring/escriba-alerts.yml"))
                .contains("SUCCESS");
        assertThat(Prometheus.check(nothing, "config", "--syntax-only", "server-config/monitoring/prometheus.yml"))
                .contains("SUCCESS");
        Path page = Files.writeString(
                HOME.resolve("metrics"), service.get("/metrics").body());
        assertThat(Prometheus.check(page, "metrics")).isEmpty();

        String account = Administration.account(service, "prometheus " + UUID.randomUUID());
        Service reader = Administration.key(service, account, "metrics:read");
        Answer.success(service.transcribe(file("File", MediaFixture.ENGLISH)));
        service.transcribe();
        Answer.problem(jar.service("not-the-right-one").get("/api/v2/Me"), 401);
        try (Prometheus prometheus = Prometheus.start(HOME.resolve("prometheus"), reader)) {
            Await.until("scrape", Duration.ofSeconds(60), () -> prometheus.series("up{job=\"escriba\"} == 1") == 1);
            Await.until(
                    "second scrape",
                    Duration.ofSeconds(30),
                    () -> prometheus.series("rate(escriba_runs_total[1m])") > 0);
            Answer.success(service.transcribe(file("File", MediaFixture.ENGLISH)));
            List<String> expressions = Prometheus.expressionsOfTheDashboard();
            List<String> empty = new ArrayList<>(expressions);
            empty.removeIf(expression -> OF_OTHERS.matcher(expression).find());
            // a panel has data once Prometheus has scraped the last run
            Await.isReached(Duration.ofSeconds(15), () -> {
                for (String expression : List.copyOf(empty)) {
                    if (prometheus.series(expression) >= 1) {
                        empty.remove(expression);
                    }
                }
                return empty.isEmpty();
            });
            assertThat(empty).isEmpty();
            assertThat(expressions).hasSizeGreaterThan(30);
            assertThat(prometheus.series("ALERTS{alertstate=\"firing\"}")).isZero();
        }
    }
}
