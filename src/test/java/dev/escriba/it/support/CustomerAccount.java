package dev.escriba.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** An account, seen with its own key, which may transcribe and read. */
public record CustomerAccount(String id, Service service) {

    public BigDecimal balance() {
        return amount("balance");
    }

    public BigDecimal held() {
        return amount("held");
    }

    public List<JsonObject> executions() {
        return items("/api/v2/Instances?limit=200");
    }

    public List<JsonObject> executions(String state) {
        return items("/api/v2/Instances?limit=200&state=" + state);
    }

    public List<JsonObject> lines() {
        return items("/api/v2/Billing/ledger?limit=1000");
    }

    public List<JsonObject> charges() {
        return lines().stream()
                .filter(line -> line.getString("kind").equals("CHARGE"))
                .toList();
    }

    public void awaitRun() throws Exception {
        await("a run", () -> !executions("RUNNING").isEmpty());
    }

    /** Waits until every run has ended, by itself or as abandoned. No hold is open then. */
    public void awaitRest() throws Exception {
        await("an end of all runs", () -> executions("RUNNING").isEmpty());
        assertThat(held()).isEqualByComparingTo("0");
    }

    public static void await(String what, Await.Condition<Exception> condition) throws Exception {
        Await.until(what, Duration.ofSeconds(60), condition);
    }

    private BigDecimal amount(String name) {
        return Answer.success(service.get("/api/v2/Billing/balance"))
                .getJsonNumber(name)
                .bigDecimalValue();
    }

    private List<JsonObject> items(String path) {
        return Answer.success(service.get(path)).getJsonArray("items").getValuesAs(JsonObject.class);
    }
}
