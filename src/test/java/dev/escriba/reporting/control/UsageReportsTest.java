package dev.escriba.reporting.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import dev.escriba.schema.Databases;
import dev.escriba.security.control.Accounts;
import dev.escriba.security.control.KeyNames;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageReportsTest {

    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-04-01T00:00:00Z");

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void sumsAreExactAndOfTheAccountAndTheTimeAlone(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            String other = billing.account();
            execution(billing, "1", account, "2026-03-01T00:00:00Z", "ana", "SUCCEEDED", "0.1");
            execution(billing, "2", account, "2026-03-01T23:59:59.999999Z", "ana", "SUCCEEDED", "0.2");
            execution(billing, "3", account, "2026-03-31T23:59:59.999999Z", null, "SUCCEEDED", "0.000001");
            execution(billing, "4", account, "2026-04-01T00:00:00Z", "ana", "SUCCEEDED", "7");
            execution(billing, "5", account, "2026-02-28T23:59:59.999999Z", "ana", "SUCCEEDED", "7");
            execution(billing, "6", account, "2026-03-02T00:00:00Z", "ana", "FAILED", null);
            execution(billing, "7", other, "2026-03-02T00:00:00Z", "ana", "SUCCEEDED", "7");

            List<Usage> days = of(billing, account, Grouping.DAY);
            assertThat(days).extracting(Usage::group).containsExactly("2026-03-01", "2026-03-31");
            assertThat(days.get(0).executions()).isEqualTo(2);
            assertThat(days.get(0).totalCost()).isEqualByComparingTo("0.3");
            assertThat(days.get(0).promptCost()).isEqualByComparingTo("0.3");
            assertThat(days.get(0).audio()).isEqualTo(Duration.ofMillis(2500));
            assertThat(days.get(0).promptTokens()).isEqualTo(20);
            assertThat(days.get(0).completionTokens()).isEqualTo(10);

            assertThat(of(billing, account, Grouping.USER_IDENTIFIER))
                    .extracting(Usage::group)
                    .containsExactlyInAnyOrder("ana", null);
            assertThat(of(billing, account, Grouping.CHANNEL))
                    .extracting(Usage::group)
                    .containsExactly("=web");
            assertThat(of(billing, account, Grouping.MODEL))
                    .extracting(Usage::group)
                    .containsExactly("model");
            assertThat(of(billing, account, Grouping.KEY))
                    .extracting(Usage::group)
                    .containsExactly("key:1");
            for (Grouping grouping : Grouping.values()) {
                Usage total = of(billing, account, grouping).stream().reduce(Usage.NONE, Usage::plus);
                assertThat(total.totalCost()).isEqualByComparingTo("0.300001");
                assertThat(total.executions()).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theSumsOfAllAccountsHaveTheirNames(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            String other = billing.account();
            billing.account();
            execution(billing, "1", account, "2026-03-01T00:00:00Z", "ana", "SUCCEEDED", "0.1");
            execution(billing, "2", account, "2026-03-02T00:00:00Z", "ana", "SUCCEEDED", "0.2");
            execution(billing, "3", other, "2026-03-02T00:00:00Z", "ana", "SUCCEEDED", "7");
            execution(billing, "4", other, "2026-03-02T00:00:00Z", "ana", "FAILED", null);

            List<Usage> sums = billing.inTransaction(
                    entities -> new UsageNames(new Models(List.of()), new KeyNames(entities), new Accounts(entities))
                            .add(
                                    Grouping.ACCOUNT,
                                    new UsageReports(entities).of(Optional.empty(), Grouping.ACCOUNT, FROM, TO)));
            assertThat(sums).extracting(Usage::group).containsExactlyInAnyOrder(account, other);
            assertThat(sums).allSatisfy(sum -> assertThat(sum.name()).startsWith("test "));
            Map<String, Usage> byAccount = sums.stream().collect(Collectors.toMap(Usage::group, sum -> sum));
            assertThat(byAccount.get(account).totalCost()).isEqualByComparingTo("0.3");
            assertThat(byAccount.get(other).executions()).isEqualTo(1);
            assertThat(of(billing, account, Grouping.ACCOUNT))
                    .extracting(Usage::group)
                    .containsExactly(account);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void keysAndModelsHaveNamesWhereTheyAreKnown(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            UUID model = UUID.randomUUID();
            String key = UUID.randomUUID().toString();
            billing.sql("insert into api_key (id, account_id, name, lookup, salt, hash, created_at) values ('" + key
                    + "', '" + account + "', 'Call centre', 'l', 's', 'h', 1)");
            AiModel known = new AiModel(
                    model, "English", "Escriba", "embedded", List.of("en"), true, "MIT", Optional.empty(), false);
            billing.inTransaction(entities -> {
                UsageNames names =
                        new UsageNames(new Models(List.of(known)), new KeyNames(entities), new Accounts(entities));
                assertThat(names.add(
                                Grouping.KEY, List.of(sum("key:" + key), sum("key:1"), sum("user:ana"), sum(null))))
                        .extracting(Usage::name)
                        .containsExactly("Call centre", null, null, null);
                assertThat(names.add(Grouping.MODEL, List.of(sum(model.toString()), sum("another"))))
                        .extracting(Usage::name)
                        .containsExactly("English", null);
                assertThat(names.add(Grouping.USER_IDENTIFIER, List.of(sum("key:" + key))))
                        .extracting(Usage::name)
                        .containsOnlyNulls();
                return null;
            });
        }
    }

    private static Usage sum(String group) {
        return new Usage(group, null, 1, Duration.ZERO, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private static List<Usage> of(BillingFixture billing, String account, Grouping grouping) {
        return billing.inTransaction(
                entities -> new UsageReports(entities).of(Optional.of(account), grouping, FROM, TO));
    }

    private static void execution(
            BillingFixture billing, String id, String account, String at, String user, String state, String cost) {
        boolean succeeded = cost != null;
        Instant instant = Instant.parse(at);
        billing.sql("insert into instance (id, account_id, caller, node, state, model_id, user_identifier, channel,"
                + " culture, file_bytes,"
                + " container, codec, started_at, prompt_cost, completion_cost, duration_nanos,"
                + " prompt_tokens, completion_tokens)"
                + " values ('" + id + "', '" + account + "', 'key:1', 'node', '" + state + "', 'model', "
                + (user == null ? "null" : "'" + user + "'") + ", '=web', 'en', 1, 'WAV', 'pcm', "
                + (instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000) + ", "
                + (succeeded ? new BigDecimal(cost) + ", 0, 1250000000, 10, 5)" : "null, null, null, null, null)"));
    }
}
