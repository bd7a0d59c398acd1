package dev.escriba.it.support;

import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.MediaFixture;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Servers continue the database of a sample, one after the other. Each server keeps what the sample and the servers
 * before it have stored, and adds a run.
 */
public final class UpgradeScenario {

    /** The {@code Idempotency-Key} of a run of the sample. */
    public static final String SAMPLE_REQUEST = "the-request-before-the-upgrade";

    /** The customer of the interrupted run, of the idempotent request, and of the new runs. */
    private static final String ACME = "Acme";

    private static final BigDecimal PRICE_OF_SENTENCE = new BigDecimal("0.05");
    private static final List<String> LINES_OF_RUN = List.of("CHARGE", "RELEASE", "HOLD");
    private static final List<String> LINES_OF_INTERRUPTED_RUN = List.of("RELEASE", "HOLD");

    private final JsonObject expected;
    private final List<AddedRun> added = new ArrayList<>();

    /**
     * What a server of this scenario has stored.
     *
     * @param request its {@code Idempotency-Key}
     * @param answer of the transcription
     * @param instance the stored run
     * @param key a new API key of the customer
     */
    private record AddedRun(String request, JsonObject answer, JsonObject instance, String key) {}

    public UpgradeScenario(UpgradeSample sample) {
        expected = sample.expected();
    }

    /** Checks the answers of the next server that continues the database, and adds a run. */
    public void continueOn(URI server) {
        for (String name : expected.getJsonObject("customers").keySet()) {
            keepsWhatTheSampleHas(customer(server, name), name);
        }
        for (JsonString key : expected.getJsonArray("refusedKeys").getValuesAs(JsonString.class)) {
            problem(new Service(server, key.getString()).get("/api/v2/Me"), 401);
        }
        Service administrator = new Service(server, expected.getString("administrator"));
        keepsAuditLog(administrator);
        CustomerAccount acme = customer(server, ACME);
        returnsTheHoldOfTheInterruptedRun(acme);
        BigDecimal before = acme.balance();
        answersAgain(acme, SAMPLE_REQUEST, expected.getJsonObject("idempotentAnswer"));
        for (AddedRun run : added) {
            answersAgain(acme, run.request(), run.answer());
            assertThat(keeps(instance(new Service(server, run.key()), run.instance()), run.instance()))
                    .as("%s", run.instance())
                    .isTrue();
        }
        assertThat(acme.balance()).isEqualByComparingTo(before);
        addRun(acme, administrator);
        assertThat(acme.balance()).isEqualByComparingTo(before.subtract(PRICE_OF_SENTENCE));
        JsonObject report = success(administrator.get("/api/v2/Billing/reconciliation"));
        assertThat(report.getBoolean("balanced")).as("%s", report).isTrue();
    }

    /**
     * The key of the sample is accepted. Balance, ledger, listing and transcripts are those of the sample, except for
     * what was added.
     */
    private void keepsWhatTheSampleHas(CustomerAccount customer, String name) {
        JsonObject sample = expected.getJsonObject("customers").getJsonObject(name);
        boolean added = name.equals(ACME);
        assertThat(customer.held()).as(name).isZero();
        assertThat(customer.balance())
                .as(name)
                .isEqualByComparingTo(sample.getJsonObject("balance")
                        .getJsonNumber("balance")
                        .bigDecimalValue()
                        .subtract(added ? spent() : BigDecimal.ZERO));
        List<JsonObject> lines = customer.lines();
        JsonArray oldLines = sample.getJsonArray("ledger");
        endsWith(lines, oldLines);
        assertThat(lines.subList(0, lines.size() - oldLines.size()))
                .as(name)
                .extracting(line -> line.getString("kind"))
                .isEqualTo(added ? kindsOfAddedLines() : List.of());
        JsonArray oldRuns = sample.getJsonArray("executions");
        List<JsonObject> runs = customer.executions().stream()
                .map(listed -> instance(customer.service(), listed))
                .toList();
        endsWith(runs, oldRuns);
        oldRuns.getValuesAs(JsonObject.class).forEach(run -> readsTranscript(customer.service(), run));
        // one is the interrupted run
        assertThat(runs).as(name).hasSize(oldRuns.size() + (added ? 1 + this.added.size() : 0));
    }

    /** A transcript of which the earlier version stored only the text has one segment. */
    private static void readsTranscript(Service service, JsonObject run) {
        HttpResponse<String> response = service.get("/api/v2/Instances/" + run.getString("instanceId") + "/transcript");
        if (run.isNull("transcript")) {
            assertThat(response.statusCode()).as("%s", run).isEqualTo(404);
        } else {
            JsonObject transcript = success(response);
            assertThat(transcript.getString("text")).isEqualTo(run.getString("transcript"));
            assertThat(transcript.getJsonArray("segments").isEmpty())
                    .isEqualTo(run.getString("transcript").isEmpty());
        }
    }

    private BigDecimal spent() {
        return PRICE_OF_SENTENCE.multiply(BigDecimal.valueOf(added.size()));
    }

    /** The newest first. */
    private List<String> kindsOfAddedLines() {
        List<String> kinds = new ArrayList<>();
        added.forEach(run -> kinds.addAll(LINES_OF_RUN));
        kinds.addAll(LINES_OF_INTERRUPTED_RUN);
        return kinds;
    }

    private void keepsAuditLog(Service administrator) {
        List<JsonObject> now = success(administrator.get("/api/v2/Audit?limit=200"))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class);
        endsWith(now, expected.getJsonArray("audit"));
    }

    private void returnsTheHoldOfTheInterruptedRun(CustomerAccount acme) {
        JsonObject running = expected.getJsonObject("running");
        JsonObject now = instance(acme.service(), running.getJsonObject("instance"));
        assertThat(now.getString("state")).isEqualTo("FAILED");
        assertThat(now.getString("failure")).isEqualTo("interrupted");
        BigDecimal held = running.getJsonObject("balance").getJsonNumber("held").bigDecimalValue();
        assertThat(held).isPositive();
        assertThat(acme.lines())
                .filteredOn(line -> now.getString("instanceId").equals(line.getString("instanceId", null)))
                .extracting(line -> line.getJsonNumber("amount").bigDecimalValue())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(held, held.negate());
    }

    private static void answersAgain(CustomerAccount customer, String request, JsonObject answer) {
        HttpResponse<String> again = send(customer.service(), request);
        assertThat(success(again)).isEqualTo(answer);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    private void addRun(CustomerAccount acme, Service administrator) {
        String request = "request-" + added.size() + "-after-the-upgrade";
        HttpResponse<String> first = send(acme.service(), request);
        JsonObject answer = success(first);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isNotEqualTo(Optional.of("true"));
        assertThat(Answer.words(answer.getString("transcript"))).contains("brown fox");
        added.add(new AddedRun(
                request,
                answer,
                instance(acme.service(), answer),
                Administration.key(administrator, acme.id(), "instances:read").key()));
    }

    private CustomerAccount customer(URI server, String name) {
        JsonObject customer = expected.getJsonObject("customers").getJsonObject(name);
        return new CustomerAccount(customer.getString("account"), new Service(server, customer.getString("key")));
    }

    /** Without the field that is younger than the sample. */
    private static JsonObject instance(Service service, JsonObject run) {
        JsonObject now = success(service.get("/api/v2/Instances/" + run.getString("instanceId")));
        return Json.createObjectBuilder(now).remove("answeredBy").build();
    }

    /** The same request each time, but for its {@code Idempotency-Key}. */
    public static HttpResponse<String> send(Service service, String idempotencyKey) {
        return service.send(service.request("/api/v2/Audio/transcribe")
                .header("Idempotency-Key", idempotencyKey)
                .header("Content-Type", Service.contentType())
                .POST(Service.body(text("UserIdentifier", "ana"), file("File", MediaFixture.ENGLISH))));
    }

    /** The list, which is the newest first, ends with the items of the sample, in their order. */
    private static void endsWith(List<JsonObject> now, JsonArray sample) {
        assertThat(sample).isNotEmpty();
        assertThat(now).hasSizeGreaterThanOrEqualTo(sample.size());
        int newer = now.size() - sample.size();
        for (int i = 0; i < sample.size(); i++) {
            assertThat(keeps(now.get(newer + i), sample.get(i)))
                    .as("%s, which was %s", now.get(newer + i), sample.get(i))
                    .isTrue();
        }
    }

    /** Whether an answer has everything that the earlier one had. A later version may add members. */
    private static boolean keeps(JsonValue now, JsonValue before) {
        if (now instanceof JsonObject object && before instanceof JsonObject members) {
            return members.entrySet().stream()
                    .allMatch(member -> object.containsKey(member.getKey())
                            && keeps(object.get(member.getKey()), member.getValue()));
        }
        if (now instanceof JsonNumber one && before instanceof JsonNumber other) {
            return one.bigDecimalValue().compareTo(other.bigDecimalValue()) == 0;
        }
        return now.equals(before);
    }
}
