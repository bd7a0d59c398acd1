package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cost of a model with a price, and the ledger. Only the English model has a price here. */
public interface BillingContract {

    String PRICED = TranscribeContract.ENGLISH_ONLY;

    Service service();

    static HttpResponse<String> credit(Service service, String key, String body) {
        HttpRequest.Builder request = service.request("/api/v2/Billing/credits")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return service.send(key == null ? request : request.header("Idempotency-Key", key));
    }

    private BigDecimal balance() {
        JsonObject balance = success(service().get("/api/v2/Billing/balance"));
        assertThat(balance.getJsonNumber("held").bigDecimalValue()).isZero();
        assertThat(balance.getString("currency")).isEqualTo("USD");
        return balance.getJsonNumber("balance").bigDecimalValue();
    }

    private HttpResponse<String> transcribe(String idempotencyKey, Service.Part... parts) {
        return service()
                .send(service()
                        .request("/api/v2/Audio/transcribe")
                        .header("Content-Type", Service.contentType())
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(Service.body(parts)));
    }

    @Test
    default void anExecutionCostsWhatItsAudioAndItsTextCost() {
        BigDecimal before = balance();
        JsonObject answer = success(service().transcribe(file("File", MediaFixture.ENGLISH), text("ModelId", PRICED)));
        JsonObject cost = answer.getJsonObject("cost");
        // 3.125 s at 0.006 a minute, and completion tokens at 10 a million
        assertThat(cost.getJsonNumber("prompt").bigDecimalValue()).isEqualByComparingTo("0.000312");
        int tokens = answer.getJsonObject("tokenUsage").getInt("completionTokens");
        assertThat(cost.getJsonNumber("completion").bigDecimalValue())
                .isEqualByComparingTo(new BigDecimal("0.00001").multiply(BigDecimal.valueOf(tokens)));
        BigDecimal total = cost.getJsonNumber("total").bigDecimalValue();
        assertThat(total)
                .isEqualByComparingTo(cost.getJsonNumber("prompt")
                        .bigDecimalValue()
                        .add(cost.getJsonNumber("completion").bigDecimalValue()));
        assertThat(balance()).isEqualByComparingTo(before.subtract(total));
        List<JsonObject> lines = lines(answer.getString("instanceId"));
        assertThat(lines).extracting(line -> line.getString("kind")).containsExactly("CHARGE", "RELEASE", "HOLD");
        assertThat(lines.get(0).getJsonNumber("amount").bigDecimalValue()).isEqualByComparingTo(total.negate());
        assertThat(lines.stream()
                        .map(line -> line.getJsonNumber("amount").bigDecimalValue())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(total.negate());
    }

    private List<JsonObject> lines(String instance) {
        return success(service().get("/api/v2/billing/LEDGER?instanceId=" + instance))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class);
    }

    @Test
    default void whatFailsAndWhatIsFreeLeavesTheBalanceAlone() {
        BigDecimal before = balance();
        success(service().transcribe(file("File", MediaFixture.ENGLISH)));
        errors(service().transcribe(file("File", MediaFixture.truncatedMp4()), text("ModelId", PRICED)), 400);
        assertThat(balance()).isEqualByComparingTo(before);
    }

    @Test
    default void aRequestThatIsMadeAgainIsAnsweredAgainAndChargedOnce() {
        String key = UUID.randomUUID().toString();
        Service.Part[] parts = {file("File", MediaFixture.ENGLISH), text("ModelId", PRICED), text("Channel", "phone")};
        HttpResponse<String> first = transcribe("\"" + key + "\"", parts);
        success(first);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        BigDecimal after = balance();
        HttpResponse<String> second = transcribe(key, parts);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(balance()).isEqualByComparingTo(after);
        assertThat(errors(transcribe(key, file("File", MediaFixture.SPANISH), text("Channel", "phone")), 422)
                        .keySet())
                .containsExactly("Idempotency-Key");
        assertThat(errors(transcribe(key, file("File", MediaFixture.ENGLISH), text("Channel", "web")), 422))
                .isNotEmpty();
    }

    @Test
    default void aKeyWhoseRequestWasRefusedMayBeUsedAgain() {
        String key = UUID.randomUUID().toString();
        errors(transcribe(key, file("File", MediaFixture.truncatedMp4())), 400);
        success(transcribe(key, file("File", MediaFixture.ENGLISH)));
    }

    @Test
    default void aKeyThatIsNoneIsRefused() {
        assertThat(errors(transcribe("k".repeat(256), file("File", MediaFixture.ENGLISH)), 400)
                        .keySet())
                .containsExactly("Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/Audio/transcribe", "/api/v2/Billing/credits"})
    default void twoKeysAreRefused(String path) {
        boolean credit = path.endsWith("credits");
        HttpRequest.Builder request = service()
                .request(path)
                .header("Content-Type", credit ? "application/json" : Service.contentType())
                .header("Idempotency-Key", "one")
                .header("Idempotency-Key", "two")
                .POST(
                        credit
                                ? HttpRequest.BodyPublishers.ofString("{\"amount\":1,\"reason\":\"r\"}")
                                : Service.body(file("File", MediaFixture.ENGLISH)));
        assertThat(errors(service().send(request), 400).keySet()).containsExactly("Idempotency-Key");
    }

    @Test
    default void aCreditHappensOnceForItsKey() {
        String key = UUID.randomUUID().toString();
        BigDecimal before = balance();
        String body = "{\"amount\":2.5,\"reason\":\"invoice 42\"}";
        HttpResponse<String> first = credit(service(), key, body);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        HttpResponse<String> second = credit(service(), key, body);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        JsonObject line = success(second);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(line.getString("reason")).isEqualTo("invoice 42");
        assertThat(line.getString("author")).startsWith("key:");
        assertThat(balance()).isEqualByComparingTo(before.add(new BigDecimal("2.5")));
        problem(credit(service(), key, "{\"amount\":3,\"reason\":\"invoice 42\"}"), 422);
        credit(service(), key + "-back", "{\"amount\":\"-2.5\",\"reason\":\"a mistake\"}");
        assertThat(balance()).isEqualByComparingTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "k1; {}; 400; amount,reason",
                "k2; {\"amount\":0,\"reason\":\"r\"}; 400; amount",
                "k3; {\"amount\":0.0000001,\"reason\":\"r\"}; 400; amount",
                "k4; {\"amount\":1,\"reason\":\"\",\"accountId\":\"x\"}; 400; reason,accountId",
                "k5; {\"amount\":1,\"reason\":\"r\",\"accountId\":\"3fa85f64-5717-4562-b3fc-2c963f66afa6\"}; 404; accountId",
                "k6; {\"amount\":-1000000000,\"reason\":\"r\"}; 400; insufficient_balance",
                "k6; {\"amount\":1,\"reason\":\"r\",\"accountId\":null}; 400; accountId",
                "k6; {\"amount\":1,\"amount\":2,\"reason\":\"r\"}; 400; ",
                "k6; {\"amount\":1,\"reason\":\"a\\ud800\"}; 400; ",
                "k6; {\"amount\":1,\"reason\":\"a\\u200bb\"}; 400; reason",
                "k7; nonsense; 400; ",
                "k8; [1]; 400; ",
                "; {\"amount\":1,\"reason\":\"r\"}; 400; Idempotency-Key"
            })
    default void aCreditThatIsNotInOrderIsRefused(String key, String body, int status, String fields) {
        JsonObject errors = errors(credit(service(), key, body), status);
        assertThat(errors.keySet()).containsExactlyInAnyOrder(fields == null ? new String[0] : fields.split(",", -1));
    }

    @Test
    default void refusalsAreInTheCultureOfTheRequest() {
        HttpResponse<String> response = service()
                .send(service()
                        .request("/api/v2/Billing/credits?culture=es")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "spanish")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"amount\":1}")));
        assertThat(errors(response, 400).getString("reason")).startsWith("Se requiere un texto de 1 a ");
        problem(service().get("/api/v2/Billing/usage?culture=es&groupBy=x"), 400);
    }

    @Test
    default void usageIsSummedUpAsJsonAndAsCsv() {
        String user = "=cmd|' /C calc'!A0";
        JsonObject answer = success(service()
                .transcribe(file("File", MediaFixture.ENGLISH), text("ModelId", PRICED), text("UserIdentifier", user)));
        JsonObject usage = success(service().get("/api/v2/Billing/usage?groupBy=userIdentifier"));
        assertThat(usage.keySet()).containsExactly("groupBy", "from", "to", "currency", "items", "total");
        JsonObject item = usage.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(one -> one.get("group") instanceof JsonString group
                        && group.getString().equals(user))
                .findFirst()
                .orElseThrow();
        assertThat(item.getInt("executions")).isEqualTo(1);
        assertThat(item.getJsonNumber("audioSeconds").bigDecimalValue()).isEqualByComparingTo("3.125");
        assertThat(item.getJsonObject("cost").getJsonNumber("total").bigDecimalValue())
                .isEqualByComparingTo(
                        answer.getJsonObject("cost").getJsonNumber("total").bigDecimalValue());
        BigDecimal sum = usage.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(one -> one.getJsonObject("cost").getJsonNumber("total").bigDecimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(usage.getJsonObject("total")
                        .getJsonObject("cost")
                        .getJsonNumber("total")
                        .bigDecimalValue())
                .isEqualByComparingTo(sum);
        HttpResponse<String> csv = service()
                .send(service()
                        .request("/api/v2/Billing/usage?groupBy=useridentifier")
                        .header("Accept", "text/csv")
                        .GET());
        assertThat(csv.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/csv")
                .containsIgnoringCase("utf-8");
        assertThat(csv.body())
                .startsWith("userIdentifier,executions,")
                .contains("\r\n\"'=cmd|' /C calc'!A0\",1,3.125,");
    }

    @Test
    default void theLedgerIsWrittenAsCsvToItsEnd() {
        String account = Administration.account(service(), "=1+1 " + UUID.randomUUID());
        for (int i = 1; i <= 3; i++) {
            credit(
                    service(),
                    UUID.randomUUID().toString(),
                    "{\"amount\":" + i + ",\"reason\":\"@SUM(A" + i + ")\",\"accountId\":\"" + account + "\"}");
        }
        HttpResponse<String> csv = service()
                .send(service()
                        .request("/api/v2/Billing/ledger?accountId=" + account)
                        .header("Accept", "text/csv")
                        .GET());
        assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("ledger.csv");
        assertThat(csv.body().split("\r\n", -1)).hasSize(5).satisfies(lines -> {
            assertThat(lines[0]).startsWith("line,kind,amount,balanceAfter,currency,");
            assertThat(lines[1])
                    .startsWith("3,CREDIT,3,6,USD,FUNDING,,\"'@SUM(A3)\",\"key:")
                    .contains("\"'=1+1 ");
            assertThat(lines[3]).startsWith("1,CREDIT,1,1,USD,");
        });
        HttpResponse<String> refused = service()
                .send(service()
                        .request("/api/v2/Billing/ledger?limit=0")
                        .header("Accept", "text/csv")
                        .GET());
        assertThat(errors(refused, 400)).containsOnlyKeys("limit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage?groupBy=x",
                "usage?from=x&to=y",
                "usage?from=2026-02-01&to=2026-01-01",
                "ledger?limit=0",
                "ledger?limit=1001",
                "ledger?after=x",
                "ledger?instanceId=1-1-1-1-1",
                "ledger?from=yesterday"
            })
    default void aParameterThatIsNotInOrderIsNamed(String path) {
        assertThat(errors(service().get("/api/v2/Billing/" + path), 400).keySet())
                .isSubsetOf("groupBy", "from", "to", "limit", "after", "instanceId")
                .isNotEmpty();
    }

    @Test
    default void theLedgerComesInPages() {
        JsonObject first = success(service().get("/api/v2/Billing/ledger?limit=2"));
        assertThat(first.getJsonArray("items")).hasSize(2);
        JsonObject second = success(service().get("/api/v2/Billing/ledger?limit=2&after=" + first.getString("next")));
        long last = first.getJsonArray("items")
                .getJsonObject(1)
                .getJsonNumber("line")
                .longValue();
        assertThat(second.getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonNumber("line")
                        .longValue())
                .isEqualTo(last - 1);
    }

    @Test
    default void theBooksBalanceAndHealthSaysSo() {
        JsonObject result = success(service().get("/api/v2/Billing/reconciliation"));
        assertThat(result.getBoolean("balanced")).as(result.toString()).isTrue();
        assertThat(result.getJsonNumber("lines").longValue()).isPositive();
        assertThat(service().get("/health/ready").body()).contains("\"books\"");
    }

    @Test
    default void pricesSayFromWhenTheyAre() {
        assertThat(service().get("/api/v2/Billing/prices").body())
                .contains("\"modelId\":\"" + PRICED + "\"", "\"perMinute\":0.006", "\"validFrom\":\"20");
    }
}
