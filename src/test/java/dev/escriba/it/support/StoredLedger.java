package dev.escriba.it.support;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** All executions and their ledger lines, from the API or from the database. */
public record StoredLedger(List<Run> runs, List<Line> lines, BigDecimal balance, BigDecimal held) {

    /**
     * A run and its cost.
     *
     * @param request the user identifier of the request, or null
     */
    public record Run(String id, String request, String state, String failure, BigDecimal cost) {}

    public record Line(String instance, String kind, BigDecimal amount) {}

    public static StoredLedger overHttp(Service service) {
        JsonObject balance = Answer.success(service.get("/api/v2/Billing/balance"));
        return new StoredLedger(
                all(service, "/api/v2/Instances?limit=200").stream()
                        .map(StoredLedger::run)
                        .toList(),
                all(service, "/api/v2/Billing/ledger?limit=1000").stream()
                        .map(line -> new Line(
                                line.getString("instanceId", null), line.getString("kind"), number(line, "amount")))
                        .toList(),
                number(balance, "balance"),
                number(balance, "held"));
    }

    private static Run run(JsonObject instance) {
        return new Run(
                instance.getString("instanceId"),
                instance.getString("userIdentifier", null),
                instance.getString("state"),
                instance.getString("failure", null),
                instance.get("cost") instanceof JsonObject cost ? number(cost, "total") : null);
    }

    private static BigDecimal number(JsonObject object, String name) {
        JsonNumber number = object.getJsonNumber(name);
        return number.bigDecimalValue();
    }

    private static List<JsonObject> all(Service service, String path) {
        List<JsonObject> all = new ArrayList<>();
        String after = "";
        while (true) {
            JsonObject page = Answer.success(service.get(path + after));
            all.addAll(page.getJsonArray("items").getValuesAs(JsonObject.class));
            if (page.get("next") == JsonValue.NULL) {
                return all;
            }
            after = "&after=" + page.getString("next");
        }
    }

    public static StoredLedger inDatabase(Connection database) throws SQLException {
        List<Run> runs = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        try (Statement statement = database.createStatement()) {
            try (ResultSet row = statement.executeQuery("select * from instance")) {
                while (row.next()) {
                    BigDecimal completion = row.getBigDecimal("completion_cost");
                    runs.add(new Run(
                            row.getString("id"),
                            row.getString("user_identifier"),
                            row.getString("state"),
                            row.getString("failure"),
                            completion == null ? null : completion.add(row.getBigDecimal("prompt_cost"))));
                }
            }
            try (ResultSet row = statement.executeQuery("select * from ledger_line")) {
                while (row.next()) {
                    lines.add(
                            new Line(row.getString("instance_id"), row.getString("kind"), row.getBigDecimal("amount")));
                }
            }
            try (ResultSet row = statement.executeQuery("select amount, held from balance")) {
                row.next();
                return new StoredLedger(runs, lines, row.getBigDecimal("amount"), row.getBigDecimal("held"));
            }
        }
    }

    /** The sum of the lines of a kind. */
    public BigDecimal sum(String kind) {
        return lines.stream()
                .filter(line -> line.kind().equals(kind))
                .map(Line::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public List<Run> runs(String state) {
        return runs.stream().filter(run -> run.state().equals(state)).toList();
    }
}
