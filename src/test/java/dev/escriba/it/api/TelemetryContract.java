package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics, and the ids of requests. */
interface TelemetryContract {

    /** Each metric answers a question of an operator. */
    List<String> NAMES = List.of(
            "escriba_build_info",
            "escriba_http_request_duration_seconds_count",
            "escriba_http_requests_in_progress",
            "escriba_errors_total",
            "escriba_runs_total",
            "escriba_runs_in_progress",
            "escriba_audio_seconds_total",
            "escriba_processing_seconds_total",
            "escriba_real_time_factor_bucket",
            "escriba_queue_length",
            "escriba_queue_capacity",
            "escriba_queue_wait_seconds_bucket",
            "escriba_recognitions_in_progress",
            "escriba_workers",
            "escriba_workers_busy",
            "escriba_engine_duration_seconds_bucket",
            "escriba_engine_up",
            "escriba_ffmpeg_duration_seconds_bucket",
            "escriba_ffmpeg_failures_total",
            "escriba_ledger_duration_seconds_bucket",
            "escriba_holds_open",
            "escriba_hold_oldest_age_seconds",
            "escriba_reconciliation_age_seconds",
            "escriba_reconciliation_differences",
            "escriba_rate_limit_refusals_total",
            "escriba_failed_sign_ins_total",
            "escriba_database_up",
            "escriba_database_outages_total",
            "escriba_draining",
            "jvm_memory_used_bytes",
            "process_cpu_seconds_total");

    Service service();

    @Test
    default void aRunShowsInTheMetrics() throws Exception {
        double audio = sum("escriba_audio_seconds_total", "language=\"en\"");
        double runs = sum("escriba_runs_total", "outcome=\"succeeded\"");
        double factors = sum("escriba_real_time_factor_count", "");
        double probes = sum("escriba_ffmpeg_duration_seconds_count", "task=\"probe\"");
        Answer.success(service().transcribe(file("File", MediaFixture.ENGLISH)));
        assertThat(sum("escriba_audio_seconds_total", "language=\"en\"") - audio)
                .isBetween(3.12, 3.13);
        assertThat(sum("escriba_runs_total", "outcome=\"succeeded\"") - runs).isEqualTo(1);
        assertThat(sum("escriba_real_time_factor_count", "") - factors).isEqualTo(1);
        assertThat(sum("escriba_ffmpeg_duration_seconds_count", "task=\"probe\"") - probes)
                .isEqualTo(1);
        Await.until(
                "request counted",
                Duration.ofSeconds(5),
                () -> sum(
                                "escriba_http_request_duration_seconds_count",
                                "route=\"/api/v2/Audio/transcribe\",status=\"2xx\"")
                        > 0);
        assertThat(sum("escriba_engine_up", "engine=\"embedded\"")).isEqualTo(1);
        assertThat(sum("escriba_database_up", "")).isEqualTo(1);
        // metrics that always exist, and those of the requests so far
        service().transcribe(text("Channel", "x"));
        service().send(HttpRequest.newBuilder(service().base().resolve("/api/v2/Me")));
        Await.until("error counted", Duration.ofSeconds(5), () -> sum("escriba_errors_total", "file.missing") > 0);
        String page = page();
        assertThat(NAMES).allSatisfy(name -> assertThat(page).containsPattern("(?m)^" + name + "[ {]"));
        assertThat(page.lines())
                .allMatch(line -> line.matches("# (HELP|TYPE) [a-z0-9_:]+ .+")
                        || line.matches("[a-z0-9_]+(\\{.*})? -?([0-9.]+(E-?[0-9]+)?|\\+Inf|NaN)"));
        assertThat(page)
                .as("what has no end of values")
                .doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-")
                .doesNotContain(service().key());
    }

    @Test
    default void aKeyOfPrometheusReadsMetricsAndNothingElse() {
        String account = Administration.account(service(), "metrics " + UUID.randomUUID());
        Service prometheus = Administration.key(service(), account, "metrics:read");
        HttpResponse<String> page = service()
                .send(HttpRequest.newBuilder(service().base().resolve("/metrics"))
                        .header("Authorization", "Bearer " + prometheus.key())
                        .header("Accept", "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(prometheus.get("/metrics").statusCode()).isEqualTo(200);
        Answer.problem(prometheus.get("/api/v2/Me"), 403);
        Answer.problem(
                service()
                        .send(HttpRequest.newBuilder(service().base().resolve("/metrics"))
                                .header("Authorization", "Bearer escriba_000000000000_" + "0".repeat(64))),
                401);
        Answer.problem(service().send(HttpRequest.newBuilder(service().base().resolve("/metrics"))), 401);
    }

    /** Some servers answer with an error page, and that page has another path. */
    @Test
    default void refusedRequestsAreCountedAndNoLongerInProgress() throws Exception {
        Service reader = Administration.key(
                service(), Administration.account(service(), "refused " + UUID.randomUUID()), "metrics:read");
        String gauge = "escriba_http_requests_in_progress";
        double before = leastOf(gauge);
        double unknown = sum("escriba_errors_total", "status=\"401\"");
        double forbidden = sum("escriba_errors_total", "status=\"403\"");
        for (int i = 0; i < 5; i++) {
            Answer.problem(
                    service().send(HttpRequest.newBuilder(service().base().resolve("/api/v2/Me"))), 401);
            Answer.problem(reader.get("/api/v2/Me"), 403);
        }
        Await.until("end of the refused", Duration.ofSeconds(10), () -> sum(gauge, "") <= before);
        Await.until(
                "count of the refused",
                Duration.ofSeconds(5),
                () -> sum("escriba_errors_total", "status=\"401\"") >= unknown + 5
                        && sum("escriba_errors_total", "status=\"403\"") >= forbidden + 5);
    }

    @Test
    default void failedSignInsAreCountedByCredentialAndReason() {
        Service reader = Administration.key(
                service(), Administration.account(service(), "failed " + UUID.randomUUID()), "metrics:read");
        double none = failed("none", "invalid");
        double invalid = failed("key", "invalid");
        double forbidden = failed("key", "forbidden");
        Answer.problem(service().send(HttpRequest.newBuilder(service().base().resolve("/api/v2/Me"))), 401);
        Answer.problem(new Service(service().base(), "escriba_nobody's").get("/api/v2/Me"), 401);
        Answer.problem(reader.get("/api/v2/Me"), 403);
        assertThat(failed("none", "invalid")).isEqualTo(none + 1);
        assertThat(failed("key", "invalid")).isEqualTo(invalid + 1);
        assertThat(failed("key", "forbidden")).isEqualTo(forbidden + 1);
    }

    private double failed(String credential, String reason) {
        return sum("escriba_failed_sign_ins_total", "credential=\"" + credential + "\",reason=\"" + reason + "\"");
    }

    /** The smallest value within a second. A request may be counted for a moment after its client has the answer. */
    private double leastOf(String gauge) throws InterruptedException {
        double[] least = {Double.MAX_VALUE};
        Await.isReached(Duration.ofSeconds(1), () -> {
            least[0] = Math.min(least[0], sum(gauge, ""));
            return least[0] <= 0;
        });
        return least[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/Me",
                "/api/v2/Instances/no-id",
                "/api/v2/there-is-no-such-thing",
                "/there-is-no-such-page",
                "/metrics"
            })
    default void everyAnswerCarriesAnIdTheCallersWhereItIsSane(String path) {
        assertThat(idOf(service().get(path))).matches("[0-9a-f-]{36}");
        assertThat(idOf(service().send(service().request(path).header("X-Request-Id", "order_66.a-b"))))
                .isEqualTo("order_66.a-b");
        for (String wrong : List.of("a b", "x".repeat(65), "<script>", "a=b")) {
            assertThat(idOf(service().send(service().request(path).header("X-Request-Id", wrong))))
                    .matches("[0-9a-f-]{36}");
        }
        HttpRequest.Builder unknown = HttpRequest.newBuilder(service().base().resolve(path))
                .header("X-API-KEY", "nobody's")
                .header("X-Request-Id", "mine");
        assertThat(idOf(service().send(unknown))).isEqualTo("mine");
    }

    private static String idOf(HttpResponse<String> answer) {
        List<String> ids = answer.headers().allValues("X-Request-Id");
        assertThat(ids).as(answer.statusCode() + " " + answer.uri()).hasSize(1);
        return ids.get(0);
    }

    private String page() {
        return service().get("/metrics").body();
    }

    /** The sum of all lines of that name with all of these labels. */
    private double sum(String name, String labels) {
        return page().lines()
                .filter(line -> line.matches(name + "[ {].*"))
                .filter(line -> Optional.of(labels).stream()
                        .flatMap(all -> List.of(all.split(",", -1)).stream())
                        .allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
